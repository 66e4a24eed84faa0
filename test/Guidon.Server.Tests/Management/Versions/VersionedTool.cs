using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Versions;

/// <summary>What tests of versions ask, in the sample environment, which keeps versions from the first test on.</summary>
public abstract class VersionedTool(ServerFixture fixture) : ReplayedTool(fixture), IAsyncLifetime
{
    protected string Environment => $"environments/{Server.ClientKey}/";

    public async Task InitializeAsync()
    {
        if (!(await GetAsync(Environment)).GetProperty("use_v2_feature_versioning").GetBoolean()) await SwitchAsync("enable", HttpStatusCode.Accepted);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    protected Task<JsonElement> SwitchAsync(string what, HttpStatusCode expected, string? key = null) =>
        Server.ManageAsync(expected, "POST", $"api/v1/environments/{key ?? Server.ClientKey}/{what}-v2-versioning/");

    /// <summary>A feature of its own, and where its versions are.</summary>
    protected async Task<(string Id, string Versions)> FeatureAsync(string name, string value = "\"first\"")
    {
        var feature = Id(await PostAsync("projects/1/features/", $$"""{"name":"{{name}}","initial_value":{{value}},"default_enabled":true}"""));
        return (feature, $"environments/1/features/{feature}/versions/");
    }

    protected async Task<string> SegmentAsync(string name) => Id(await PostAsync("projects/1/segments/", $$"""{"name":"{{name}}","rules":[{"type":"ALL","rules":[],"conditions":[]}]}"""));

    /// <summary>Of those that are or were live, oldest first.</summary>
    protected async Task<List<int>> NumbersAsync(string versions) => [.. (await ListAsync(versions + "?is_live=true")).Select(each => each.GetProperty("number").GetInt32()).Reverse()];

    protected Task<JsonElement> FlagAsync(string feature, string method = "GET", string? body = null) =>
        Server.ManageAsync(HttpStatusCode.OK, method, $"api/__future__/{Environment}features/{feature}/", body);

    /// <summary>The states of a version as text: the default, then overrides by place.</summary>
    protected async Task<List<string>> StatesAsync(string version) => [.. (await ListAsync(version + "featurestates/")).Select(each =>
        (each.GetProperty("feature_segment") is { ValueKind: JsonValueKind.Object } link ? link.GetProperty("segment") + " " : "") + Text(each.GetProperty("feature_state_value"), "string_value") + (each.GetProperty("enabled").GetBoolean() ? "" : " off"))];

    protected async Task<string> DraftAsync(string versions, string body = "{}") => $"{versions}{Text(await PostAsync(versions, body), "uuid")}/";

    protected Task<JsonElement> RefusedAsync(HttpStatusCode expected, string method, string path, string? body = null) => Server.ManageAsync(expected, method, "api/v1/" + path, body);
}
