using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Versions;

/// <summary>Who may write versions: whoever may write directly what they say differently, and nobody where flags are changed by approval alone.</summary>
public sealed class VersionPermissionTests(ServerFixture fixture) : VersionedTool(fixture)
{
    [Theory]
    [InlineData("VIEW_ENVIRONMENT", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("UPDATE_FEATURE_STATE", HttpStatusCode.Created, HttpStatusCode.Forbidden, HttpStatusCode.Created)]
    [InlineData("MANAGE_SEGMENT_OVERRIDES", HttpStatusCode.Forbidden, HttpStatusCode.Created, HttpStatusCode.Created)]
    public async Task A_version_needs_what_its_difference_needs(string permission, HttpStatusCode standard, HttpStatusCode over, HttpStatusCode empty)
    {
        var (_, versions) = await FeatureAsync("permitted_" + permission);
        var segment = await SegmentAsync(permission);
        var key = await KeyAsync(permission);
        var (ofDefault, ofSegment) = (new { feature_states_to_update = new[] { new { enabled = false } } }, new { feature_states_to_create = new[] { new { feature_segment = new { segment = int.Parse(segment, System.Globalization.CultureInfo.InvariantCulture) } } } });
        var whole = await DraftAsync(versions, JsonSerializer.Serialize(new { ofDefault.feature_states_to_update, ofSegment.feature_states_to_create }));

        await AskAsync(key, standard, "POST", versions, ofDefault);
        await AskAsync(key, over, "POST", versions, ofSegment);
        await AskAsync(key, empty, "POST", versions, new { });
        await AskAsync(key, HttpStatusCode.Forbidden, "POST", whole + "publish/", new { });
        await AskAsync(key, HttpStatusCode.OK, "GET", whole + "featurestates/");
        if (empty == HttpStatusCode.Forbidden) await AskAsync(key, HttpStatusCode.Forbidden, "DELETE", whole);
        Assert.Equal([1], await NumbersAsync(versions));
    }

    [Fact]
    public async Task Where_flags_need_approval_drafts_are_made_and_nothing_is_published()
    {
        var environment = await PostAsync("environments/", """{"name":"Approved","project":1}""");
        var key = Text(environment, "api_key");
        await SwitchAsync("enable", HttpStatusCode.Accepted, key);
        await SendAsync("PATCH", $"environments/{key}/", """{"minimum_change_request_approvals":1}""");
        var versions = $"environments/{Id(environment)}/features/1/versions/";
        var draft = await DraftAsync(versions, """{"feature_states_to_update":[{"feature_state_value":"wanted"}]}""");
        foreach (var (path, body) in ((string, string)[])[(draft + "publish/", "{}"), (draft + "publish/", """{"live_from":"2099-01-01T00:00:00Z"}"""), (versions, """{"publish_immediately":true}""")])
            Assert.Equal("change_requests_enabled", Text(await RefusedAsync(HttpStatusCode.Conflict, "POST", path, body), "code"));
        Assert.Equal([1], await NumbersAsync(versions));
    }

    private async Task<string> KeyAsync(string permission)
    {
        var person = await Server.SignInAsync();
        var made = await Server.AskAsync(HttpStatusCode.Created, person, "POST", "api/v1/organisations/1/master-api-keys/", new { name = permission, is_admin = false });
        var id = (await Server.AskAsync(HttpStatusCode.OK, person, "GET", "api/v1/organisations/1/master-api-keys/")).GetProperty("results").EnumerateArray().Single(each => Text(each, "name") == permission).GetProperty("id").GetInt32();
        await Server.AskAsync(HttpStatusCode.Created, person, "POST", $"api/v1/projects/1/master-api-key-permissions/", new { master_api_key = id, permissions = new[] { "VIEW_PROJECT" } });
        await Server.AskAsync(HttpStatusCode.Created, person, "POST", $"api/v1/{Environment}master-api-key-permissions/", new { master_api_key = id, permissions = new[] { "VIEW_ENVIRONMENT", permission }.Distinct() });
        return $"Api-Key {Text(made, "key")}";
    }

    private Task<JsonElement> AskAsync(string key, HttpStatusCode expected, string method, string path, object? body = null) => Server.AskAsync(expected, key, method, "api/v1/" + path, body);
}
