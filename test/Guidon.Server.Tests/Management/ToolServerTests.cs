using System.Net;
using System.Text.Json;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// The requests of the MCP server: one per tool, with the least input, in the order in which an assistant comes to need them. Tools are made from the
/// OpenAPI document, so paths, methods and names of parameters are its own; answers are not checked by it.
/// </summary>
public sealed class ToolServerTests(ServerFixture fixture) : ReplayedTool(fixture)
{
    [Fact]
    public async Task Organisations_projects_and_people_are_listed()
    {
        Assert.Single(await ListAsync("organisations/"));
        Assert.NotEmpty(await ListAsync("organisations/1/projects/"));
        await PostAsync("organisations/1/invites/", """{"email":"tool@example.org"}""");
        Assert.NotEmpty(await ListAsync("organisations/1/invites/"));
        Assert.Empty(await ListAsync("organisations/1/groups/"));
        Assert.Empty(await ListAsync("organisations/1/roles/"));
        await GetAsync("projects/1/");
        await SendAsync("PATCH", "projects/1/", """{"stale_flags_limit_days":31}""");
        Assert.NotEmpty(await ListAsync("projects/1/environments/"));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "GET", "api/v1/environments/");
        Assert.NotEmpty(await ListAsync("environments/?project=1"));
    }

    [Fact]
    public async Task A_feature_is_made_given_variants_switched_and_removed()
    {
        var feature = await PostAsync("projects/1/features/", """{"name":"tool_feature"}""");
        var path = $"projects/1/features/{Id(feature)}/";
        Assert.Contains(await ListAsync("projects/1/features/"), each => Id(each) == Id(feature));
        await GetAsync(path);
        await SendAsync("PATCH", path, """{"description":"by an assistant"}""");
        var option = await PostAsync(path + "mv-options/", $$"""{"type":"int","integer_value":5,"default_percentage_allocation":0,"feature":{{Id(feature)}}}""");
        Assert.Single(await ListAsync(path + "mv-options/"));
        await GetAsync($"{path}mv-options/{Id(option)}/");
        await SendAsync("PATCH", $"{path}mv-options/{Id(option)}/", """{"integer_value":6}""");
        await DeleteAsync($"{path}mv-options/{Id(option)}/");
        Assert.Empty((await GetAsync(path + "evaluation-data/?environment_id=1")).EnumerateArray());
        var state = (await Server.FeatureAsync("tool_feature")).GetProperty("environment_feature_state");
        await SendAsync("PATCH", $"environments/{Server.ClientKey}/featurestates/{Id(state)}/", """{"enabled":true}""");
        await SendAsync("PATCH", $"features/featurestates/{Id(state)}/", """{"feature_state_value":{"type":"unicode","string_value":"set"}}""");
        var served = await Server.ReadFlagAsync("tool_feature");
        Assert.Equal(("set", true), (served.Text, served.Enabled));
        await DeleteAsync(path);
    }

    [Fact]
    public async Task A_segment_is_made_and_a_feature_overridden_for_it()
    {
        var segment = await PostAsync("projects/1/segments/", """{"name":"tool_segment","project":1,"rules":[{"type":"ALL","rules":[],"conditions":[]}]}""");
        var path = $"projects/1/segments/{Id(segment)}/";
        Assert.NotEmpty(await ListAsync("projects/1/segments/"));
        await GetAsync(path);
        await SendAsync("PATCH", path, """{"description":"by an assistant"}""");
        var feature = await PostAsync("projects/1/features/", """{"name":"tool_overridden"}""");
        var link = await PostAsync("features/feature-segments/", $$"""{"feature":{{Id(feature)}},"segment":{{Id(segment)}},"environment":1}""");
        Assert.Single(await ListAsync($"features/feature-segments/?environment=1&feature={Id(feature)}"));
        await GetAsync($"features/feature-segments/{Id(link)}/");
        await DeleteAsync($"features/feature-segments/{Id(link)}/");
        await PostAsync($"environments/{Server.ClientKey}/features/{Id(feature)}/create-segment-override/", $$$"""{"enabled":true,"feature_state_value":{"type":"unicode","string_value":"on"},"feature_segment":{"segment":{{{Id(segment)}}} }}""");
        Assert.Single(await ListAsync($"features/feature-segments/?environment=1&feature={Id(feature)}"));
        await DeleteAsync(path);
        Assert.Empty(await ListAsync($"features/feature-segments/?environment=1&feature={Id(feature)}"));
    }

    [Fact]
    public async Task A_version_is_drafted_looked_at_changed_and_published()
    {
        var environment = await PostAsync("environments/", """{"name":"Tool versions","project":1}""");
        await Server.ManageAsync(HttpStatusCode.Accepted, "POST", $"api/v1/environments/{Text(environment, "api_key")}/enable-v2-versioning/");
        var feature = await PostAsync("projects/1/features/", """{"name":"tool_versioned"}""");
        var path = $"environments/{Id(environment)}/features/{Id(feature)}/versions/";
        Assert.Single(await ListAsync(path));
        var draft = $"{path}{Text(await PostAsync(path, "{}"), "uuid")}/";
        var state = Assert.Single(await ListAsync(draft + "featurestates/"));
        await SendAsync("PATCH", $"{draft}featurestates/{Id(state)}/", """{"enabled":true,"feature_state_value":{"type":"unicode","string_value":"drafted"}}""");
        await PostAsync(draft + "featurestates/", """{"feature_segment":{"segment":2},"enabled":true,"feature_state_value":{"type":"unicode","string_value":"override"}}""");
        await SendAsync("POST", draft + "publish/", "{}");
        var served = Assert.Single(await ListAsync($"environments/{Text(environment, "api_key")}/featurestates/?feature={Id(feature)}"));
        Assert.Equal(("drafted", true), (Text(served, "feature_state_value"), served.GetProperty("enabled").GetBoolean()));
        Assert.Equal([2, 1], (await ListAsync(path)).Select(each => each.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task What_helps_to_look_after_a_feature_is_read()
    {
        var feature = await PostAsync("projects/1/features/", """{"name":"tool_looked_after"}""");
        var path = $"projects/1/features/{Id(feature)}/";
        await PostAsync(path + "feature-external-resources/", $$"""{"type":"GITHUB_ISSUE","url":"https://github.com/example/shop/issues/7","feature":{{Id(feature)}}}""");
        Assert.Single(await ListAsync(path + "feature-external-resources/"));
        Assert.Empty((await GetAsync(path + "code-references/")).EnumerateArray());
        Assert.Empty((await GetAsync("projects/1/feature-health/events/")).EnumerateArray());
        var counts = await GetAsync("environments/1/feature-lifecycle-counts/");
        Assert.Equal((await ListAsync("projects/1/features/")).Count, counts.EnumerateObject().Sum(each => each.Value.GetInt32()));
    }

    // Change requests, release pipelines, experiments and their metrics.
    [Theory]
    [InlineData("GET", "environments/{k}/list-change-requests/")]
    [InlineData("POST", "environments/{k}/create-change-request/")]
    [InlineData("GET", "features/workflows/change-requests/1/")]
    [InlineData("GET", "projects/1/release-pipelines/")]
    [InlineData("GET", "projects/1/release-pipelines/1/")]
    [InlineData("POST", "projects/1/release-pipelines/1/add-feature/")]
    [InlineData("GET", "environments/{k}/experiments/")]
    [InlineData("POST", "environments/{k}/experiments/")]
    [InlineData("GET", "environments/{k}/experiments/1/")]
    [InlineData("PATCH", "environments/{k}/experiments/1/")]
    [InlineData("POST", "environments/{k}/experiments/1/start/")]
    [InlineData("POST", "environments/{k}/experiments/1/pause/")]
    [InlineData("POST", "environments/{k}/experiments/1/complete/")]
    [InlineData("GET", "environments/{k}/experiments/1/results/")]
    [InlineData("GET", "projects/1/metrics/")]
    [InlineData("POST", "projects/1/metrics/")]
    public async Task A_tool_for_what_is_not_offered_reads_404_in_json(string method, string path)
    {
        var answer = await Server.ManageAsync(HttpStatusCode.NotFound, method, "api/v1/" + path.Replace("{k}", Server.ClientKey, StringComparison.Ordinal), method == "GET" ? null : "{}");
        Assert.Equal(JsonValueKind.String, answer.GetProperty("detail").ValueKind);
    }
}
