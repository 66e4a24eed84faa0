using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>States and segment overrides by the older API, step by step as its clients take them.</summary>
public sealed class SegmentOverrideTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Links = "api/v1/features/feature-segments/";
    private const string States = "api/v1/features/featurestates/";

    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task A_state_is_shown_bare_in_its_environment_and_typed_beside_features()
    {
        var feature = (await Server.FeatureAsync("page_size")).GetProperty("id");
        var bare = Assert.Single((await GetAsync($"api/v1/environments/{Server.ClientKey}/featurestates/?feature={feature}")).GetProperty("results").EnumerateArray());
        var typed = (await GetAsync($"{States}?environment=1&feature={feature}")).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(20, bare.GetProperty("feature_state_value").GetInt32());
        Assert.Equal(["""{"type":"int","string_value":null,"integer_value":20,"boolean_value":null}""", """{"type":"int","string_value":null,"integer_value":100,"boolean_value":null}"""],
            typed.Select(each => each.GetProperty("feature_state_value").GetRawText()));
        Assert.Equal(typed[1].GetRawText(), Assert.Single((await GetAsync($"{States}?environment=1&feature_segment={typed[1].GetProperty("feature_segment")}")).GetProperty("results").EnumerateArray()).GetRawText());
        Assert.Equal(typed[0].GetRawText(), (await GetAsync($"{States}get-by-uuid/{typed[0].GetProperty("uuid").GetString()}/")).GetRawText());
        await Server.ManageAsync(HttpStatusCode.BadRequest, "GET", States);
        await Server.ManageAsync(HttpStatusCode.BadRequest, "GET", Links + "?environment=1");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", States + "?environment=77");
    }

    [Fact]
    public async Task What_is_to_begin_later_is_refused_and_not_begun_now()
    {
        var feature = (await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", """{"name":"later"}""")).GetProperty("id");
        var state = (await GetAsync($"{States}?environment=1&feature={feature}")).GetProperty("results")[0].GetProperty("id");
        foreach (var path in (string[])[$"{States}{state}/", $"api/v1/environments/{Server.ClientKey}/featurestates/{state}/"])
        {
            var refused = await Server.ManageAsync(HttpStatusCode.BadRequest, "PATCH", path, """{"enabled":true,"live_from":"2999-01-01T00:00:00Z"}""");
            Assert.True(refused.TryGetProperty("live_from", out _), refused.ToString());
            Assert.False((await Server.ReadFlagAsync("later")).Enabled);
        }

        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{States}{state}/", """{"enabled":true,"live_from":"2020-01-01T00:00:00Z"}""");
        Assert.True((await Server.ReadFlagAsync("later")).Enabled);
    }

    [Fact]
    public async Task A_link_then_its_state_then_its_place_is_an_override()
    {
        var (feature, segments) = await PrepareAsync("stepwise", 3);
        var links = new List<JsonElement>();
        foreach (var segment in segments) links.Add(await LinkAsync(feature, segment));
        Assert.Equal([0, 1, 2], links.Select(link => link.GetProperty("priority").GetInt32()));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Links, $$"""{"feature":{{feature}},"segment":{{segments[0]}},"environment":1}""");
        var state = await Server.ManageAsync(
            HttpStatusCode.Created, "POST", States,
            $$"""{"feature":{{feature}},"environment":1,"feature_segment":{{Id(links[0])}},"enabled":true,"feature_state_value":{"type":"unicode","string_value":"over","integer_value":null,"boolean_value":null} }""");
        Assert.Equal((Id(links[0]), "over"), (state.GetProperty("feature_segment").GetRawText(), state.GetProperty("feature_state_value").GetProperty("string_value").GetString()));

        await Server.ManageAsync(HttpStatusCode.OK, "POST", Links + "update-priorities/", $$"""[{"id":{{Id(links[2])}},"priority":0},{"id":{{Id(links[0])}},"priority":2}]""");
        Assert.Equal([Id(links[2]), Id(links[1]), Id(links[0])], await OrderAsync(feature));
        await Server.ManageAsync(HttpStatusCode.OK, "POST", Links + "update-priorities/", $$"""[{"id":{{Id(links[0])}},"priority":0}]""");
        Assert.Equal([Id(links[0]), Id(links[2]), Id(links[1])], await OrderAsync(feature));
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{Links}{Id(links[2])}/");
        Assert.Equal([0, 1], (await ListAsync(feature)).Select(each => each.GetProperty("priority").GetInt32()));
        foreach (var path in (string[])[$"{Links}{Id(links[2])}/", $"{Links}get-by-uuid/{links[2].GetProperty("uuid").GetString()}/", $"{States}get-by-uuid/{links[2].GetProperty("uuid").GetString()}/"])
            await Server.ManageAsync(HttpStatusCode.NotFound, "GET", path);
    }

    [Fact]
    public async Task An_override_is_made_whole_in_one_step_and_deleted_by_its_state()
    {
        var (feature, segments) = await PrepareAsync("whole", 2);
        var path = $"api/v1/environments/{Server.ClientKey}/features/{feature}/create-segment-override/";
        await Server.ManageAsync(HttpStatusCode.Created, "POST", path, $$"""{"enabled":true,"feature_state_value":{"type":"int","integer_value":5},"feature_segment":{"segment":{{segments[0]}} } }""");
        var made = await Server.ManageAsync(HttpStatusCode.Created, "POST", path, $$"""{"enabled":false,"feature_state_value":"bare","feature_segment":{"segment":{{segments[1]}},"priority":0} }""");
        Assert.Equal((0, "bare"), (made.GetProperty("feature_segment").GetProperty("priority").GetInt32(), made.GetProperty("feature_state_value").GetProperty("string_value").GetString()));
        Assert.Equal([0, 1], (await ListAsync(feature)).Select(each => each.GetProperty("priority").GetInt32()));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", path, $$"""{"enabled":true,"feature_segment":{"segment":{{segments[1]}} } }""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", path, """{"enabled":true,"feature_segment":{"segment":77}}""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", path, """{"enabled":true}""");
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/environments/{Server.ClientKey}/featurestates/{Id(made)}/");
        Assert.Equal([0], (await ListAsync(feature)).Select(each => each.GetProperty("priority").GetInt32()));
    }

    [Fact]
    public async Task A_default_cannot_be_deleted_and_a_protected_environment_takes_no_direct_write()
    {
        var state = (await GetAsync($"{States}?environment=1&feature={(await Server.FeatureAsync("dark_mode")).GetProperty("id")}")).GetProperty("results")[0];
        await Server.ManageAsync(HttpStatusCode.BadRequest, "DELETE", $"api/v1/environments/{Server.ClientKey}/featurestates/{Id(state)}/");
        var key = (await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", """{"name":"Guarded","project":1,"minimum_change_request_approvals":1}""")).GetProperty("api_key").GetString();
        var flag = $"api/__future__/environments/{key}/features/{(await Server.FeatureAsync("dark_mode")).GetProperty("id")}/";
        Assert.Equal("change_requests_enabled", (await Server.ManageAsync(HttpStatusCode.Conflict, "PATCH", flag, """{"environment_default":{"enabled":false}}""")).GetProperty("code").GetString());
        // None is wanted, in the words of the Terraform provider.
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/v1/environments/{key}/", """{"minimum_change_request_approvals":0}""");
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", flag, """{"environment_default":{"enabled":false}}""");
    }

    [Fact]
    public async Task Values_have_twenty_thousand_characters_at_most()
    {
        var state = (await GetAsync($"{States}?environment=1&feature={(await Server.FeatureAsync("old_search")).GetProperty("id")}")).GetProperty("results")[0];
        await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{States}{Id(state)}/", JsonSerializer.Serialize(new { feature_state_value = new { type = "unicode", string_value = new string('v', 20_000) } }));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "PUT", $"{States}{Id(state)}/", JsonSerializer.Serialize(new { feature_state_value = new { type = "unicode", string_value = new string('v', 20_001) } }));
    }

    private async Task<(string Feature, List<string> Segments)> PrepareAsync(string name, int segments)
    {
        var feature = Id(await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", JsonSerializer.Serialize(new { name, initial_value = "default" })));
        var made = new List<string>();
        for (var i = 0; i < segments; i++)
            made.Add(Id(await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/segments/", $$"""{"name":"{{name}} {{i}}","project":1,"rules":[{"type":"ALL","conditions":[{"property":"a","operator":"EQUAL","value":"{{i}}"}]}]}""")));
        return (feature, made);
    }

    private Task<JsonElement> LinkAsync(string feature, string segment) =>
        Server.ManageAsync(HttpStatusCode.Created, "POST", Links, $$"""{"feature":{{feature}},"segment":{{segment}},"environment":1,"priority":9}""");

    private async Task<List<JsonElement>> ListAsync(string feature) => [.. (await GetAsync($"{Links}?environment=1&feature={feature}")).GetProperty("results").EnumerateArray()];

    private async Task<List<string>> OrderAsync(string feature) => [.. (await ListAsync(feature)).Select(Id)];

    private Task<JsonElement> GetAsync(string path) => Server.ManageAsync(HttpStatusCode.OK, "GET", path);

    private static string Id(JsonElement element) => element.GetProperty("id").GetRawText();
}
