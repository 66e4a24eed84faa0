using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>A member who may see a project and one of its environments, and nothing else.</summary>
public sealed class VisibilityTests : IAsyncLifetime
{
    private const string Features = "api/v1/projects/1/features/";

    private GuidonProcess? _server;
    private string _member = "";
    private string _grant = "";

    private GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    private string Here => $"api/v1/environments/{Server.ClientKey}/";

    public async Task InitializeAsync()
    {
        _server = await GuidonProcess.StartAsync();
        var link = (await Server.AskAsync(HttpStatusCode.Created, await Server.SignInAsync(), "POST", "api/v1/organisations/1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString();
        var person = await Server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email = "member@example.org", password = "a secret of some length", first_name = "M", invite_hash = link });
        _member = $"Token {person.GetProperty("key").GetString()}";
        foreach (var (place, permission) in ((string, string)[])[("api/v1/projects/1/", "VIEW_PROJECT"), (Here, "VIEW_ENVIRONMENT")])
        {
            var grant = await Server.ManageAsync(HttpStatusCode.Created, "POST", place + "user-permissions/", JsonSerializer.Serialize(new { user = person.GetProperty("id"), permissions = new[] { permission } }));
            _grant = $"{place}user-permissions/{grant.GetProperty("id")}/";
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_a_flag_is_worth_in_another_environment_is_not_told_in_any_list()
    {
        var production = await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", """{"name":"Production","project":1}""");
        var (id, feature, segment) = (production.GetProperty("id").GetInt32(), await Server.FeatureAsync("dark_mode"), await SegmentAsync());
        var (featureId, uuid) = (feature.GetProperty("id"), feature.GetProperty("uuid").GetString());
        var before = (await MemberAsync(HttpStatusCode.OK, $"api/v1/projects/1/segments/{segment}/associated-features/")).GetProperty("count").GetInt32();
        await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/features/feature-segments/", $$"""{"feature":{{featureId}},"segment":{{segment}},"environment":{{id}}}""");

        foreach (var path in (string[])[
            $"{Features}?environment=", $"{Features}?is_enabled=true&environment=", $"{Features}?value_search=a&environment=", $"{Features}{featureId}/?environment=",
            $"api/v1/features/get-by-uuid/{uuid}/?environment=", $"{Features}{featureId}/evaluation-data/?environment_id="])
        {
            await MemberAsync(HttpStatusCode.BadRequest, path + id);
            await MemberAsync(HttpStatusCode.OK, path + "1");
            await Server.ManageAsync(HttpStatusCode.OK, "GET", path + id);
        }

        await MemberAsync(HttpStatusCode.OK, $"{Features}{featureId}/evaluation-data/");
        var uses = $"api/v1/projects/1/segments/{segment}/associated-features/";
        Assert.Equal(before, (await MemberAsync(HttpStatusCode.OK, uses)).GetProperty("count").GetInt32());
        Assert.Equal(0, (await MemberAsync(HttpStatusCode.OK, $"{uses}?environment={id}")).GetProperty("count").GetInt32());
        Assert.Equal(before + 1, (await Server.ManageAsync(HttpStatusCode.OK, "GET", uses)).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Overrides_for_identities_are_shown_to_those_who_may_see_identities()
    {
        var over = (await Server.ManageAsync(HttpStatusCode.OK, "GET", Here + "featurestates/?anyIdentity=1")).GetProperty("results")[0];
        string[] paths = [$"{Here}featurestates/{over.GetProperty("id")}/", $"api/v1/features/featurestates/{over.GetProperty("id")}/", $"api/v1/features/featurestates/get-by-uuid/{over.GetProperty("uuid").GetString()}/"];

        await MemberAsync(HttpStatusCode.Forbidden, Here + "featurestates/?anyIdentity=1");
        await MemberAsync(HttpStatusCode.OK, Here + "featurestates/");
        foreach (var path in paths) await MemberAsync(HttpStatusCode.NotFound, path);
        var document = await MemberAsync(HttpStatusCode.OK, Here + "document/");
        Assert.Equal("[]", document.GetProperty("identity_overrides").GetRawText());
        Assert.NotEmpty(document.GetProperty("feature_states").EnumerateArray());
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", _grant, """{"permissions":["VIEW_ENVIRONMENT","VIEW_IDENTITIES"]}""");

        await MemberAsync(HttpStatusCode.OK, Here + "featurestates/?anyIdentity=1");
        foreach (var path in paths) await MemberAsync(HttpStatusCode.OK, path);
        Assert.NotEmpty((await MemberAsync(HttpStatusCode.OK, Here + "document/")).GetProperty("identity_overrides").EnumerateArray());
    }

    [Fact]
    public async Task Which_segments_an_identity_is_in_is_told_to_those_who_may_see_it()
    {
        var identity = (await Server.ManageAsync(HttpStatusCode.Created, "POST", Here + "identities/", """{"identifier":"in all"}""")).GetProperty("id");
        await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/segments/", """{"name":"all","project":1,"rules":[{"type":"ALL","conditions":[{"property":"","operator":"PERCENTAGE_SPLIT","value":"100"}],"rules":[]}]}""");
        var path = $"api/v1/projects/1/segments/?identity={identity}";

        Assert.Equal(0, (await MemberAsync(HttpStatusCode.OK, path)).GetProperty("count").GetInt32());
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", _grant, """{"permissions":["VIEW_IDENTITIES"]}""");
        Assert.Equal(0, (await MemberAsync(HttpStatusCode.OK, path)).GetProperty("count").GetInt32());
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", _grant, """{"permissions":["VIEW_ENVIRONMENT","VIEW_IDENTITIES"]}""");

        // The sample project's quarter has everybody whom the environment's random key puts there: who may see it sees what the owner sees.
        var told = Names(await MemberAsync(HttpStatusCode.OK, path));
        Assert.Contains("all", told);
        Assert.Equal(Names(await Server.ManageAsync(HttpStatusCode.OK, "GET", path)), told);

        static List<string> Names(JsonElement segments) => [.. segments.GetProperty("results").EnumerateArray().Select(each => each.GetProperty("name").GetString() ?? "")];
    }

    private async Task<JsonElement> SegmentAsync() => (await Server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/projects/1/segments/")).GetProperty("results")[0].GetProperty("id");

    private Task<JsonElement> MemberAsync(HttpStatusCode expected, string path) => Server.AskAsync(expected, _member, "GET", path);
}
