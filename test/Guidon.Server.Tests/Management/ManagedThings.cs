using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>One of everything that a path can name, in the first organisation of a server with a neighbour, and how paths name it.</summary>
public sealed class ManagedThings
{
    public const string Admin = $"Token {Neighbour.AdminToken}";

    // Receivers of changes; the webhook of evaluations has the id 1, these have 2 and so on.
    private static readonly string[] s_placesOfChanges =
    [
        "/api/v1/projects/{project}/integrations/{integration}/", "/api/v1/organisations/{organisation}/integrations/{integration}/",
        "/api/v1/environments/{environment}/webhooks/", "/api/v1/organisations/{organisation}/webhooks/",
    ];

    private readonly Dictionary<string, string> _names = [];

    // Of resources: ids by the part of a path that names them, uuids by the beginning of the path.
    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<string, string> _uuids = [];
    private readonly GuidonProcess _server;

    private ManagedThings(GuidonProcess server) => _server = server;

    public string InviteHash { get; private set; } = "";

    public string LinkHash { get; private set; } = "";

    /// <summary>Of the feature that paths mean.</summary>
    public string FeatureName { get; private set; } = "";

    public static async Task<ManagedThings> PrepareAsync(GuidonProcess server, Uri receiver)
    {
        var things = new ManagedThings(server);
        // Before there are receivers who would be told.
        await things.PrepareResourcesAsync();
        await things.PrepareUpkeepAsync();
        await things.PreparePeopleAsync();
        await server.CreateAsync("webhook", new { url = receiver });
        foreach (var place in s_placesOfChanges)
            await server.AskAsync(HttpStatusCode.Created, Admin, "POST", things.Fill(place), new { url = receiver, base_url = receiver, api_key = "AK" });
        return things;
    }

    /// <summary>What the receiver answers: evaluations are refused and parked, what is told of changes is taken.</summary>
    public static Reply Answer(ReceivedRequest request) => request.Json.TryGetProperty("event_type", out _) ? 200 : 400;

    /// <summary>The path with its parts filled in.</summary>
    public string Fill(string pattern)
    {
        var path = Filled(pattern)
            .Replace("{uuid}", _uuids.FirstOrDefault(pair => pattern.StartsWith(pair.Key, StringComparison.Ordinal)).Value ?? "", StringComparison.Ordinal)
            .Replace("{environment}", _server.ClientKey, StringComparison.Ordinal).Replace("{organisation}", "1", StringComparison.Ordinal)
            .Replace("{feature}", pattern.Contains("mv-options", StringComparison.Ordinal) ? "8" : "1", StringComparison.Ordinal)
            .Replace("{project}", "1", StringComparison.Ordinal).Replace("{state}", "1", StringComparison.Ordinal)
            .Replace("{segment}", "2", StringComparison.Ordinal).Replace("{id}", IdOf(pattern), StringComparison.Ordinal)
            .Replace("{integration}", pattern.Contains("{environment}", StringComparison.Ordinal) ? "webhook" : "grafana", StringComparison.Ordinal)
            .Replace("{hash}", "unknown", StringComparison.Ordinal).Replace("{prefix}", GuidonProcess.ApiKey[..8], StringComparison.Ordinal)
            .Replace("{identifier}", "nobody", StringComparison.Ordinal).Replace("{consent}", "1", StringComparison.Ordinal);
        var level = pattern.Split('/').ElementAtOrDefault(3) ?? "";
        var kind = pattern.Contains("user-group-permissions", StringComparison.Ordinal) ? "groups" : pattern.Contains("key-permissions", StringComparison.Ordinal) ? "keys" : "users";
        path = path.Replace("{grant}", _names.GetValueOrDefault($"grant {level} {kind}", "0"), StringComparison.Ordinal)
            .Replace("{record}", _names.GetValueOrDefault($"record {level}", "0"), StringComparison.Ordinal);
        foreach (var (name, value) in _names) path = path.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return path;
    }

    /// <summary>A path or a body with the ids of resources.</summary>
    public string Filled(string text)
    {
        const string OfIdentity = "identities/{identity}/featurestates/{state}";
        if (text.Contains(OfIdentity, StringComparison.Ordinal)) text = text.Replace("{state}", _ids.GetValueOrDefault(OfIdentity, ""), StringComparison.Ordinal);
        return _ids.Aggregate(text, (filled, pair) => filled.Replace(pair.Key, pair.Value, StringComparison.Ordinal));
    }

    /// <summary>The parked events of the webhook, oldest first; the first one is what paths mean.</summary>
    public async Task<IReadOnlyList<string>> ReadParkedAsync()
    {
        List<string> ids = [.. (await _server.GetAsync("parked")).GetProperty("results").EnumerateArray().Select(parked => parked.GetProperty("id").GetString() ?? "")];
        _ids["parked/{id}"] = $"parked/{ids[0]}";
        return ids;
    }

    // Of each noun that the sample project lacks one, and the names of all.
    private async Task PrepareResourcesAsync()
    {
        var environment = $"api/v1/environments/{_server.ClientKey}/";
        var links = await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", "api/v1/features/feature-segments/?environment=1&feature=2");
        _ids["{override}"] = Id(links.GetProperty("results")[0]);
        _ids["feature-segments/{link}"] = $"feature-segments/{_ids["{override}"]}";
        (_ids["/api-keys/{key}"], _ids["{option}"]) = ("/api-keys/1", "1");
        _ids["{environment_id}"] = "1";
        await CreateAsync("api/v1/features/create-feature-export/", new { environment_id = 1 });
        await _server.AskAsync(HttpStatusCode.Accepted, Admin, "POST", environment + "enable-v2-versioning/");
        _ids["{version}"] = (await _server.AskAsync(HttpStatusCode.Created, Admin, "POST", "api/v1/environments/1/features/1/versions/", new { })).GetProperty("uuid").GetString() ?? "";
        _ids["{tag}"] = await CreateAsync("api/v1/projects/1/tags/", new { label = "planted" });
        _ids["{identity}"] = await CreateAsync(environment + "identities/", new { identifier = "planted" });
        _ids["{trait}"] = await CreateAsync(Filled(environment + "identities/{identity}/traits/"), new { trait_key = "plan", trait_value = "pro" });
        _ids["identities/{identity}/featurestates/{state}"] = await CreateAsync(Filled(environment + "identities/{identity}/featurestates/"), new { feature = 1, enabled = false });
        foreach (var (prefix, path) in ((string, string)[])[
            ("/api/v1/projects/get-by-uuid/", "api/v1/projects/1/"), ("/api/v1/projects/{project}/tags/", "api/v1/projects/1/tags/{tag}/"),
            ("/api/v1/environments/get-by-uuid/", environment), ("/api/v1/features/get-by-uuid/", "api/v1/projects/1/features/1/"),
            ("/api/v1/features/featurestates/", "api/v1/features/featurestates/1/"), ("/api/v1/features/feature-segments/", "api/v1/features/feature-segments/{override}/"),
            ("/api/v1/segments/", "api/v1/projects/1/segments/2/"), ("/api/v1/multivariate/options/", "api/v1/projects/1/features/8/mv-options/1/"),
            ("/api/v1/organisations/", "api/v1/organisations/1/")])
            _uuids[prefix] = (await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", Filled(path))).GetProperty("uuid").GetString() ?? "";
    }

    private async Task PrepareUpkeepAsync()
    {
        const string Health = "api/v1/projects/1/feature-health/";
        FeatureName = (await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", "api/v1/projects/1/features/1/")).GetProperty("name").GetString() ?? "";
        await MakeAsync("resource", "api/v1/projects/1/features/1/feature-external-resources/", new { type = "GITHUB_ISSUE", url = "https://github.com/example/shop/issues/1" });
        var provider = await _server.AskAsync(HttpStatusCode.Created, Admin, "POST", Health + "providers/", new { name = "Webhook" });
        var address = provider.GetProperty("webhook_url").GetString() ?? "";
        (_names["name"], _names["path"]) = ("Webhook", address.TrimEnd('/').Split('/')[^1]);
        await _server.AskAsync(HttpStatusCode.OK, "", "POST", $"api/v1/feature-health/{_names["path"]}/", new { feature = FeatureName, status = "unhealthy" });
        _names["event"] = Id((await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", Health + "events/"))[0]);
    }

    private async Task<string> CreateAsync(string path, object body) => Id(await _server.AskAsync(HttpStatusCode.Created, Admin, "POST", path, body));

    private static string IdOf(string pattern) =>
        (Array.FindIndex(s_placesOfChanges, place => pattern.StartsWith(place, StringComparison.Ordinal)) is >= 0 and var at ? at + 2 : 1).ToString(CultureInfo.InvariantCulture);

    private async Task PreparePeopleAsync()
    {
        const string Organisation = "api/v1/organisations/1/";
        var viewer = (await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", Organisation + "users/")).EnumerateArray()
            .Single(each => each.GetProperty("email").GetString() == "viewer@example.org").GetProperty("id").GetInt32();
        _names["user"] = viewer.ToString(CultureInfo.InvariantCulture);
        var group = await MakeAsync("group", Organisation + "groups/", new { name = "Team" });
        await _server.AskAsync(HttpStatusCode.OK, Admin, "POST", $"{Organisation}groups/{group}/add-users/", new { user_ids = new[] { viewer } });
        await MakeAsync("invite", Organisation + "invites/", new { email = "invited@example.org", role = "USER", permission_groups = new[] { group } });
        InviteHash = (await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", Fill(Organisation + "invites/{invite}/"))).GetProperty("hash").GetString() ?? "";
        await MakeAsync("link", Organisation + "invite-links/", new { role = "USER" });
        LinkHash = (await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", Organisation + "invite-links/"))[0].GetProperty("hash").GetString() ?? "";
        var key = (await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", Organisation + "master-api-keys/")).GetProperty("results").EnumerateArray()
            .Single(each => each.GetProperty("name").GetString() == Neighbour.PowerlessKey).GetProperty("id").GetInt32();
        _names["key"] = key.ToString(CultureInfo.InvariantCulture);
        await MakeAsync("grant organisations users", Organisation + "user-permissions/", new { user = viewer, permissions = Array.Empty<string>() });
        foreach (var (level, place) in ((string, string)[])[("organisations", Organisation), ("projects", "api/v1/projects/1/"), ("environments", $"api/v1/environments/{_server.ClientKey}/")])
        {
            await MakeAsync($"grant {level} groups", place + "user-group-permissions/", new { group, permissions = Array.Empty<string>() });
            await MakeAsync($"grant {level} keys", place + "master-api-key-permissions/", new { master_api_key = key, permissions = Array.Empty<string>() });
            _names[$"grant {level} users"] = Id((await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", place + "user-permissions/"))[0]);
            _names[$"record {level}"] = Id((await _server.AskAsync(HttpStatusCode.OK, Admin, "GET", place + "audit/")).GetProperty("results")[0]);
        }
    }

    private async Task<int> MakeAsync(string name, string path, object body)
    {
        var made = await _server.AskAsync(HttpStatusCode.Created, Admin, "POST", path, body);
        _names[name] = Id(made);
        return made.GetProperty("id").GetInt32();
    }

    private static string Id(JsonElement thing) => thing.GetProperty("id").GetRawText();
}
