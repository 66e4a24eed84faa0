using System.Net;
using System.Text.Json;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// The requests of the Terraform provider in its own order: what it applies, then what it reads back to plan. A plan is empty when every field that
/// was sent is read again as it was sent, by uuid, which is also how resources are imported.
/// </summary>
public sealed class TerraformTests(ServerFixture fixture) : ReplayedTool(fixture)
{
    // What was applied last, by where it is read.
    private readonly SortedDictionary<string, string> _applied = new(StringComparer.Ordinal);

    /// <param name="name">Of the project.</param>
    /// <param name="isVersioned">Whether the environment keeps versions, where the original refuses these requests.</param>
    [Theory]
    [InlineData("Terraformed", false)]
    [InlineData("Versioned", true)]
    public async Task What_is_applied_is_read_back_and_what_is_deleted_outside_is_seen(string name, bool isVersioned)
    {
        await GetAsync($"organisations/get-by-uuid/{Text(await GetAsync("organisations/1/"), "uuid")}/");
        var project = await ProjectAsync(name);
        var environment = await EnvironmentAsync(project);
        if (isVersioned) await Server.ManageAsync(HttpStatusCode.Accepted, "POST", $"api/v1/environments/{Text(environment, "api_key")}/enable-v2-versioning/");
        var tag = await TagAsync(project);
        var feature = await FeatureAsync(project, tag);
        await VariantAsync(feature, project);
        var segment = await SegmentAsync(project);
        await DefaultAsync(environment, feature);
        var (link, state) = await OverrideAsync(environment, feature, segment);
        Assert.Equal(
            ["environments", "features", "features/featurestates", "features/featurestates", "multivariate/options", "projects", $"projects/{Id(project)}/tags", "segments"],
            _applied.Keys.Select(path => path[..path.IndexOf("/get-by-uuid", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        for (var plan = 1; plan <= 2; plan++) await PlanAsync();
        var versions = (await ListAsync($"environments/{Id(environment)}/features/{Id(feature)}/versions/")).Select(each => each.GetProperty("number").GetInt32()).ToList();
        // The feature, its variant twice, its default; the link, its state, and a priority that is not the one it had.
        Assert.Equal(isVersioned ? Enumerable.Range(1, 7).Reverse() : [], versions);

        await DeleteAsync($"features/feature-segments/{Id(link)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/features/featurestates/get-by-uuid/{Text(state, "uuid")}/");
        await DeleteAsync($"projects/{Id(project)}/features/{Id(feature)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/features/get-by-uuid/{Text(feature, "uuid")}/");
        await DeleteAsync($"projects/{Id(project)}/segments/{Id(segment)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/segments/get-by-uuid/{Text(segment, "uuid")}/");
    }

    // Makes a thing, changes all of it and holds what was sent.
    private async Task<JsonElement> ApplyAsync(string collection, string byUuid, string made, string changed, string? item = null)
    {
        var thing = await PostAsync(collection, made);
        AssertHeld(collection, JsonElement.Parse(made), thing);
        var whole = $$"""{"id":{{Id(thing)}},"uuid":"{{Text(thing, "uuid")}}",{{changed[1..]}}""";
        AssertHeld(collection, JsonElement.Parse(whole), await SendAsync("PUT", $"{collection}{(item is null ? Id(thing) : Text(thing, item))}/", whole));
        _applied[$"{byUuid}/get-by-uuid/{Text(thing, "uuid")}/"] = whole;
        return thing;
    }

    private async Task PlanAsync()
    {
        foreach (var (path, sent) in _applied) AssertHeld(path, JsonElement.Parse(sent), await GetAsync(path));
    }

    // Ids come in and objects go out; a value is compared as text, as the provider holds it.
    private static void AssertHeld(string path, JsonElement sent, JsonElement read)
    {
        if (sent.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in sent.EnumerateObject()) AssertHeld($"{path} {field.Name}", field.Value, read.GetProperty(field.Name));
        }
        else if (sent.ValueKind == JsonValueKind.Array)
        {
            Assert.True(sent.GetArrayLength() == read.GetArrayLength(), $"{path}: {read}");
            foreach (var (one, other) in sent.EnumerateArray().Zip(read.EnumerateArray())) AssertHeld(path, one, other);
        }
        else Assert.Equal((path, sent.ToString()), (path, (read.ValueKind == JsonValueKind.Object ? read.GetProperty("id") : read).ToString()));
    }

    private Task<JsonElement> ProjectAsync(string name) => ApplyAsync(
        "projects/", "projects", $$"""{"name":"{{name}}","organisation":1}""",
        $$"""{"name":"{{name}} too","organisation":1,"hide_disabled_flags":true,"prevent_flag_defaults":true,"only_allow_lower_case_feature_names":false,"feature_name_regex":"[a-z_]+","stale_flags_limit_days":12,"enable_realtime_updates":false,"minimum_change_request_approvals":0}""");

    private Task<JsonElement> EnvironmentAsync(JsonElement project) => ApplyAsync(
        "environments/", "environments", $$"""{"name":"Production","project":{{Id(project)}},"description":"live","hide_sensitive_data":false}""",
        $$"""{"name":"Live","project":{{Id(project)}},"description":"changed","allow_client_traits":false,"banner_text":"careful","banner_colour":"#FF0000","hide_disabled_flags":true,"hide_sensitive_data":true,"minimum_change_request_approvals":0,"use_identity_composite_key_for_hashing":false,"use_identity_overrides_in_local_eval":false}""",
        item: "api_key");

    private Task<JsonElement> TagAsync(JsonElement project) => ApplyAsync(
        $"projects/{Id(project)}/tags/", $"projects/{Id(project)}/tags", $$"""{"label":"terraform","description":"","color":"#3d4db6","project":{{Id(project)}}}""",
        $$"""{"label":"terraformed","description":"new","color":"#000000","project":{{Id(project)}}}""");

    private async Task<JsonElement> FeatureAsync(JsonElement project, JsonElement tag)
    {
        var path = $"projects/{Id(project)}/features/";
        var feature = await ApplyAsync(
            path, "features", $$"""{"name":"checkout","type":"MULTIVARIATE","description":"","initial_value":25,"default_enabled":true,"is_archived":false,"tags":[{{Id(tag)}}],"owners":[1],"project":{{Id(project)}}}""",
            """{"type":"MULTIVARIATE","description":"new","is_archived":false,"tags":[],"owners":[1]}""");
        Assert.Contains("@", Text(feature.GetProperty("owners")[0], "email"), StringComparison.Ordinal);
        // What cannot be changed is sent all the same: it is read as it was.
        var changed = await SendAsync("PUT", $"{path}{Id(feature)}/", """{"name":"renamed","initial_value":"26","default_enabled":false,"description":"new","owners":[],"group_owners":[],"tags":[]}""");
        AssertHeld(path, JsonElement.Parse("""{"name":"checkout","initial_value":"25","default_enabled":true,"owners":[1]}"""), changed);
        await OwnersAsync(path + Id(feature));
        _applied[$"features/get-by-uuid/{Text(feature, "uuid")}/"] =
            $$"""{"id":{{Id(feature)}},"name":"checkout","type":"MULTIVARIATE","description":"new","initial_value":"25","default_enabled":true,"is_archived":false,"tags":[],"owners":[1],"group_owners":[],"project":{{Id(project)}}}""";
        return feature;
    }

    private async Task OwnersAsync(string feature)
    {
        Assert.Equal("[]", (await SendAsync("POST", feature + "/remove-owners/", """{"user_ids":[1]}""")).GetProperty("owners").GetRawText());
        Assert.Equal("1", Id(Assert.Single((await SendAsync("POST", feature + "/add-owners/", """{"user_ids":[1]}""")).GetProperty("owners").EnumerateArray())));
        var group = Id(await PostAsync("organisations/1/groups/", $$"""{"name":"Owners of {{feature}}"}"""));
        var owner = Assert.Single((await SendAsync("POST", feature + "/add-group-owners/", $$"""{"group_ids":[{{group}}]}""")).GetProperty("group_owners").EnumerateArray());
        Assert.Equal((group, $"Owners of {feature}"), (Id(owner), Text(owner, "name")));
        // Where owners are required, a group is one, and the last one stays.
        var project = string.Join('/', feature.Split('/')[..2]) + "/";
        await SendAsync("PATCH", project, """{"enforce_feature_owners":true}""");
        await SendAsync("POST", feature + "/remove-owners/", """{"user_ids":[1]}""");
        var refused = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/{feature}/remove-group-owners/", $$"""{"group_ids":[{{group}}]}""");
        Assert.Equal("This project requires at least one owner.", refused.GetProperty("group_ids")[0].GetString());
        await SendAsync("PATCH", project, """{"enforce_feature_owners":false}""");
        Assert.Equal("[]", (await SendAsync("POST", feature + "/remove-group-owners/", $$"""{"group_ids":[{{group}}]}""")).GetProperty("group_owners").GetRawText());
        await SendAsync("POST", feature + "/add-owners/", """{"user_ids":[1]}""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/{feature}/add-owners/", """{"user_ids":[77]}""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/{feature}/add-group-owners/", """{"group_ids":[77]}""");
    }

    private Task<JsonElement> VariantAsync(JsonElement feature, JsonElement project) => ApplyAsync(
        $"projects/{Id(project)}/features/{Id(feature)}/mv-options/", "multivariate/options", $$"""{"type":"unicode","feature":{{Id(feature)}},"string_value":"fast","default_percentage_allocation":10}""",
        $$"""{"type":"int","feature":{{Id(feature)}},"string_value":null,"integer_value":3,"boolean_value":null,"key":"three","default_percentage_allocation":20}""");

    private Task<JsonElement> SegmentAsync(JsonElement project)
    {
        const string Rules = """[{"type":"ALL","rules":[{"type":"ANY","conditions":[{"operator":"EQUAL","property":"device_type","value":"mobile"}]}]}]""";
        const string Changed = """[{"type":"ALL","rules":[{"type":"NONE","conditions":[{"operator":"IN","property":"device_type","value":"mobile,tablet"},{"operator":"IS_SET","property":"beta","value":""}]}]}]""";
        return ApplyAsync(
            $"projects/{Id(project)}/segments/", "segments", $$"""{"name":"device_type","description":"","project":{{Id(project)}},"feature":null,"rules":{{Rules}}}""",
            $$"""{"name":"device","description":"new","project":{{Id(project)}},"feature":null,"rules":{{Changed}}}""");
    }

    private async Task DefaultAsync(JsonElement environment, JsonElement feature)
    {
        var states = $"environments/{Text(environment, "api_key")}/featurestates/";
        var state = Assert.Single(await ListAsync($"{states}?feature={Id(feature)}"));
        Assert.Equal(Id(state), Id(Assert.Single(await ListAsync(states + "?feature_name=checkout"))));
        var sent = $$"""{"id":{{Id(state)}},"uuid":"{{Text(state, "uuid")}}","feature_state_value":{"type":"int","string_value":null,"integer_value":30,"boolean_value":null},"enabled":true,"feature":{{Id(feature)}},"environment":{{Id(environment)}},"feature_segment":null}""";
        AssertHeld(states, JsonElement.Parse(sent), await SendAsync("PUT", $"features/featurestates/{Id(state)}/", sent));
        _applied[$"features/featurestates/get-by-uuid/{Text(state, "uuid")}/"] = sent;
    }

    private async Task<(JsonElement Link, JsonElement State)> OverrideAsync(JsonElement environment, JsonElement feature, JsonElement segment)
    {
        var link = await PostAsync("features/feature-segments/", $$"""{"feature":{{Id(feature)}},"segment":{{Id(segment)}},"environment":{{Id(environment)}},"priority":3}""");
        var sent = $$"""{"feature_state_value":{"type":"unicode","string_value":"mobile","integer_value":null,"boolean_value":null},"enabled":false,"feature":{{Id(feature)}},"environment":{{Id(environment)}},"feature_segment":{{Id(link)}}}""";
        var state = await PostAsync("features/featurestates/", sent);
        var path = $"features/featurestates/get-by-uuid/{Text(state, "uuid")}/";
        _applied[path] = sent;
        foreach (var priority in (int[])[3, 1])
        {
            await SendAsync("POST", "features/feature-segments/update-priorities/", $$"""[{"priority":{{priority}},"id":{{Id(link)}}}]""");
            var read = await GetAsync(path);
            AssertHeld(path, JsonElement.Parse(sent), read);
            var place = await GetAsync($"features/feature-segments/{read.GetProperty("feature_segment")}/");
            Assert.Equal((priority, Id(segment)), (place.GetProperty("priority").GetInt32(), place.GetProperty("segment").GetRawText()));
        }

        return (link, state);
    }
}
