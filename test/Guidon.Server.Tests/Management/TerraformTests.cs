using System.Net;
using System.Text.Json;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// The requests of the Terraform provider in its own order: what it applies, then what it reads back to plan. A plan is empty when what is read
/// says what was applied.
/// </summary>
public sealed class TerraformTests(ServerFixture fixture) : ReplayedTool(fixture)
{
    /// <param name="name">Of the project.</param>
    /// <param name="isVersioned">Whether the environment keeps versions, where the original refuses these requests.</param>
    [Theory]
    [InlineData("Terraformed", false)]
    [InlineData("Versioned", true)]
    public async Task What_is_applied_is_read_back_and_what_is_deleted_outside_is_seen(string name, bool isVersioned)
    {
        var project = await PostAsync("projects/", $$"""{"id":0,"uuid":"","name":"{{name}}","organisation":1}""");
        Assert.Equal(name, Text(await GetAsync($"projects/get-by-uuid/{Text(project, "uuid")}/"), "name"));
        project = await SendAsync("PUT", $"projects/{Id(project)}/", $$"""{"id":{{Id(project)}},"uuid":"{{Text(project, "uuid")}}","name":"{{name}}","organisation":1,"hide_disabled_flags":true,"stale_flags_limit_days":12,"enable_realtime_updates":false}""");
        Assert.Equal((true, 12, false), (project.GetProperty("hide_disabled_flags").GetBoolean(), project.GetProperty("stale_flags_limit_days").GetInt32(), project.GetProperty("enable_realtime_updates").GetBoolean()));
        var environment = await PostAsync("environments/", $$"""{"name":"Production","project":{{Id(project)}},"description":"live","hide_sensitive_data":false}""");
        if (isVersioned) await Server.ManageAsync(HttpStatusCode.Accepted, "POST", $"api/v1/environments/{Text(environment, "api_key")}/enable-v2-versioning/");
        var tag = await PostAsync($"projects/{Id(project)}/tags/", $$"""{"label":"terraform","description":"","color":"#3d4db6","project":{{Id(project)}}}""");

        var feature = await FeatureAsync(project, tag);
        await VariantAsync(feature, project);
        var segment = await SegmentAsync(project);
        await DefaultAsync(environment);
        await OverrideAsync(environment, feature, segment);
        var versions = await ListAsync($"environments/{Id(environment)}/features/{Id(feature)}/versions/");
        // The feature, its variant, its default; the link, its state, two priorities, its removal. The variant's other value is no version of a state.
        Assert.Equal(isVersioned ? Enumerable.Range(1, 8).Reverse() : [], versions.Select(each => each.GetProperty("number").GetInt32()));

        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/{Id(project)}/features/{Id(feature)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/features/get-by-uuid/{Text(feature, "uuid")}/");
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/{Id(project)}/segments/{Id(segment)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/segments/get-by-uuid/{Text(segment, "uuid")}/");
    }

    private async Task<JsonElement> FeatureAsync(JsonElement project, JsonElement tag)
    {
        var path = $"projects/{Id(project)}/features/";
        var feature = await PostAsync(path, $$"""{"name":"checkout","type":"STANDARD","description":"","initial_value":25,"default_enabled":true,"is_archived":false,"tags":[{{Id(tag)}}],"owners":[1],"project":{{Id(project)}}}""");
        Assert.Equal(("25", "1"), (Text(feature, "initial_value"), feature.GetProperty("owners")[0].GetProperty("id").GetRawText()));
        Assert.Contains("@", Text(feature.GetProperty("owners")[0], "email"), StringComparison.Ordinal);
        var changed = await SendAsync("PUT", $"{path}{Id(feature)}/", """{"name":"renamed","initial_value":"26","default_enabled":false,"description":"new","is_archived":false,"owners":[],"tags":[]}""");
        Assert.Equal(("checkout", "25", "new", 1, 0), (Text(changed, "name"), Text(changed, "initial_value"), Text(changed, "description"), changed.GetProperty("owners").GetArrayLength(), changed.GetProperty("tags").GetArrayLength()));
        Assert.Equal(0, (await SendAsync("POST", $"{path}{Id(feature)}/remove-owners/", """{"user_ids":[1]}""")).GetProperty("owners").GetArrayLength());
        Assert.Equal(1, (await SendAsync("POST", $"{path}{Id(feature)}/add-owners/", """{"user_ids":[1]}""")).GetProperty("owners").GetArrayLength());
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/{path}{Id(feature)}/add-owners/", """{"user_ids":[77]}""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/{path}{Id(feature)}/add-group-owners/", """{"group_ids":[77]}""");
        var read = await GetAsync($"features/get-by-uuid/{Text(feature, "uuid")}/");
        Assert.Equal(("checkout", Id(project), "STANDARD"), (Text(read, "name"), read.GetProperty("project").GetRawText(), Text(read, "type")));
        return read;
    }

    private async Task VariantAsync(JsonElement feature, JsonElement project)
    {
        var path = $"projects/{Id(project)}/features/{Id(feature)}/mv-options/";
        var option = await PostAsync(path, $$"""{"type":"unicode","feature":{{Id(feature)}},"string_value":"fast","default_percentage_allocation":10}""");
        option = await SendAsync("PUT", $"{path}{Id(option)}/", $$"""{"id":{{Id(option)}},"type":"unicode","uuid":"{{Text(option, "uuid")}}","feature":{{Id(feature)}},"string_value":"faster","default_percentage_allocation":20}""");
        var read = await GetAsync($"multivariate/options/get-by-uuid/{Text(option, "uuid")}/");
        Assert.Equal(("faster", 20d, Id(feature)), (Text(read, "string_value"), read.GetProperty("default_percentage_allocation").GetDouble(), read.GetProperty("feature").GetRawText()));
    }

    private async Task<JsonElement> SegmentAsync(JsonElement project)
    {
        const string rules = """[{"type":"ALL","rules":[{"type":"ANY","conditions":[{"operator":"EQUAL","property":"device_type","value":"mobile"}]}]}]""";
        var segment = await PostAsync($"projects/{Id(project)}/segments/", $$"""{"name":"device_type","description":"","project":{{Id(project)}},"feature":null,"rules":{{rules}}}""");
        var read = await GetAsync($"segments/get-by-uuid/{Text(segment, "uuid")}/");
        var condition = read.GetProperty("rules")[0].GetProperty("rules")[0].GetProperty("conditions")[0];
        Assert.Equal(("ALL", "EQUAL", "device_type", "mobile"), (Text(read.GetProperty("rules")[0], "type"), Text(condition, "operator"), Text(condition, "property"), Text(condition, "value")));
        return segment;
    }

    private async Task DefaultAsync(JsonElement environment)
    {
        var state = Assert.Single((await GetAsync($"environments/{Text(environment, "api_key")}/featurestates/?feature_name=checkout")).GetProperty("results").EnumerateArray());
        await SendAsync("PUT", $"features/featurestates/{Id(state)}/", Body(state, """{"type":"int","string_value":null,"integer_value":30,"boolean_value":null}"""));
        var read = await GetAsync($"features/featurestates/get-by-uuid/{Text(state, "uuid")}/");
        Assert.Equal((true, 30, JsonValueKind.Null), (read.GetProperty("enabled").GetBoolean(), read.GetProperty("feature_state_value").GetProperty("integer_value").GetInt32(), read.GetProperty("feature_segment").ValueKind));

        static string Body(JsonElement state, string value) =>
            $$"""{"id":{{Id(state)}},"uuid":"{{Text(state, "uuid")}}","feature_state_value":{{value}},"enabled":true,"feature":{{state.GetProperty("feature")}},"environment":{{state.GetProperty("environment")}}}""";
    }

    private async Task OverrideAsync(JsonElement environment, JsonElement feature, JsonElement segment)
    {
        var environmentId = Id(await GetAsync($"environments/{Text(environment, "api_key")}/"));
        var link = await PostAsync("features/feature-segments/", $$"""{"feature":{{Id(feature)}},"segment":{{Id(segment)}},"environment":{{environmentId}},"priority":3}""");
        var state = await PostAsync("features/featurestates/", $$"""{"feature_state_value":{"type":"unicode","string_value":"mobile","integer_value":null,"boolean_value":null},"enabled":false,"feature":{{Id(feature)}},"environment":{{environmentId}},"feature_segment":{{Id(link)}}}""");
        foreach (var priority in (int[])[3, 1])
        {
            await SendAsync("POST", "features/feature-segments/update-priorities/", $$"""[{"priority":{{priority}},"id":{{Id(link)}}}]""");
            var read = await GetAsync($"features/featurestates/get-by-uuid/{Text(state, "uuid")}/");
            Assert.Equal((false, "mobile", Id(link)), (read.GetProperty("enabled").GetBoolean(), Text(read.GetProperty("feature_state_value"), "string_value"), read.GetProperty("feature_segment").GetRawText()));
            var place = await GetAsync($"features/feature-segments/{read.GetProperty("feature_segment")}/");
            Assert.Equal((priority, Id(segment)), (place.GetProperty("priority").GetInt32(), place.GetProperty("segment").GetRawText()));
        }

        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/features/feature-segments/{Id(link)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/features/featurestates/get-by-uuid/{Text(state, "uuid")}/");
    }
}
