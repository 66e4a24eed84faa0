using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Integrations;
using Guidon.Server.Start;
using Guidon.Server.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// Every URL of the server that is not an SDK's or a probe's, with every key that must not open it. A new route is in this table without
/// anybody writing it down.
/// </summary>
public sealed class GuardTests
{
    private static readonly string[] s_open =
    [
        "/api/v1/flags", "/api/v1/identities", "/api/v1/environment-document", "/api/v1/analytics", "/api/v2/analytics", "/api/v1/bulk-identities", "/api/v1/traits",
        "/v1/events", "/ofrep/", "/sse/", "/health", "/version", "{*path}", "/api/v1/auth/login/",
    ];

    // Without a body of its own a route gets {}: what must not be touched is refused before its body is read, or for its body.
    private static readonly Dictionary<string, string> s_bodies = new()
    {
        ["parked/cancel"] = """{"reason":"x"}""",
        ["parked/{id}/cancel"] = """{"reason":"x"}""",
        ["replays"] = """{"destination":1,"mode":"resend_failed"}""",
        ["integrations/{integration}/"] = """{"api_key":"AK"}""",
        ["webhooks/"] = """{"url":"http://127.0.0.1:9/"}""",
        ["webhooks/test/"] = """{"webhook_url":"http://127.0.0.1:9/","scope":{"type":"organisation"}}""",
        ["api/v1/projects/"] = """{"name":"planted","organisation":1}""",
        ["api/v1/environments/"] = """{"name":"planted","project":1}""",
        ["api/v1/features/featurestates/"] = """{"environment":1,"feature":2,"feature_segment":{link},"enabled":false}""",
        ["api/v1/features/feature-segments/"] = """{"environment":1,"feature":2,"segment":2}""",
        ["feature-segments/update-priorities/"] = """[{"id":{link},"priority":7}]""",
        ["create-feature-export/"] = """{"environment_id":1,"tag_ids":[]}""",
        ["features/"] = """{"name":"planted"}""",
        ["features/{feature}/"] = """{"name":"planted","enabled":false,"environment_default":{"enabled":false}}""",
        ["featurestates/{state}/"] = """{"enabled":false}""",
    };

    // What lists must be told.
    private static readonly Dictionary<string, string> s_queries = new()
    {
        ["/explain"] = "?identifier=alice&feature=page_size",
        ["/api/v1/environments/"] = "?project=1",
        ["/api/v1/features/featurestates/"] = "?environment=1",
        ["/api/v1/features/feature-segments/"] = "?environment=1&feature=2",
    };

    // Ids and uuids that the owner's things have: by the name in the path, and by the beginning of the path.
    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<string, string> _uuids = [];

    // What members see whatever was granted to them.
    private static readonly string[] s_forMembers = ["/api/v1/projects/"];

    // Receivers of changes; the webhook of evaluations has the id 1, these have 2 and so on.
    private static readonly string[] s_placesOfChanges =
    [
        "/api/v1/projects/{project}/integrations/{integration}/", "/api/v1/organisations/{organisation}/integrations/{integration}/",
        "/api/v1/environments/{environment}/webhooks/", "/api/v1/organisations/{organisation}/webhooks/",
    ];

    [Fact]
    public async Task No_management_route_opens_to_a_key_that_is_not_its_owners()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 400;
        await using var server = await PreparedInstallation.StartWithNeighbourAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        foreach (var place in s_placesOfChanges)
        {
            using var made = await server.Management.PostAsync(Fill(server, place), JsonContent.Create(new { url = receiver.Address, base_url = receiver.Address, api_key = "AK" }));
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }

        await FurnishAsync(server);
        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("it is parked", async () => await server.LedgerAsync("webhook", "parked") == 1);
        await Eventually.TrueAsync("the attempt is kept", async () => (await server.GetAsync("attempts")).GetProperty("results").GetArrayLength() > 0);
        await server.DoneAsync(await server.ReplayAsync(new { destination = 1, mode = "verify_only" }));
        var paths = (await PatternsAsync()).Where(pattern => !s_open.Any(open => pattern.StartsWith(open, StringComparison.Ordinal))).ToList();
        var before = await OwnedAsync(server, paths);
        Assert.InRange(before.Count, 12, paths.Count);

        await MasterKeysSeeTheSameAsync(server, before);
        foreach (var pattern in paths)
        {
            var methods = await MethodsAsync(server, pattern);
            Assert.NotEmpty(methods);
            foreach (var method in methods)
            {
                foreach (var (name, value) in Keys(server))
                {
                    var (status, text) = await SendAsync(server, method, pattern, name, value);
                    Assert.True((int)status is 401 or 403, $"{method} {pattern} with {value}: {status} {text}");
                }

                await StrangerAsync(server, method, pattern, $"Api-Key {Neighbour.ApiKey}");
                if (IsOfPlaces(pattern)) await StrangerAsync(server, method, pattern, $"Token {Neighbour.StrangerToken}");
                await PowerlessAsync(server, method, pattern);
            }
        }

        foreach (var (pattern, text) in await OwnedAsync(server, paths))
        {
            // Shows the request as it would be signed now; that it is still parked as before stands in the list.
            if (!pattern.EndsWith("parked/{id}", StringComparison.Ordinal)) Assert.Equal((pattern, before[pattern]), (pattern, text));
        }
    }

    // Of each noun that the sample project lacks one, and the names of all.
    private async Task FurnishAsync(GuidonProcess server)
    {
        var environment = $"api/v1/environments/{server.ClientKey}/";
        _ids["{tag}"] = IdOf(await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/tags/", """{"label":"planted"}"""));
        _ids["{link}"] = IdOf((await server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/features/feature-segments/?environment=1&feature=2")).GetProperty("results")[0]);
        _ids["{identity}"] = IdOf(await server.ManageAsync(HttpStatusCode.Created, "POST", environment + "identities/", """{"identifier":"planted"}"""));
        _ids["{trait}"] = IdOf(await server.ManageAsync(HttpStatusCode.Created, "POST", Fill(server, "/api/v1/environments/{environment}/identities/{identity}/traits/"), """{"trait_key":"plan","trait_value":"pro"}"""));
        _ids["identities/{identity}/featurestates/{state}"] = IdOf(await server.ManageAsync(
            HttpStatusCode.Created, "POST", Fill(server, "/api/v1/environments/{environment}/identities/{identity}/featurestates/"), """{"feature":1,"enabled":false}"""));
        (_ids["{key}"], _ids["{option}"], _ids["{environment_id}"]) = ("1", "1", "1");
        await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/features/create-feature-export/", """{"environment_id":1,"tag_ids":[]}""");
        foreach (var (prefix, path) in ((string, string)[])[
            ("/api/v1/projects/get-by-uuid/", "api/v1/projects/1/"), ("/api/v1/projects/{project}/tags/", "api/v1/projects/1/tags/{tag}/"),
            ("/api/v1/environments/get-by-uuid/", environment), ("/api/v1/features/get-by-uuid/", "api/v1/projects/1/features/1/"),
            ("/api/v1/features/featurestates/", "api/v1/features/featurestates/1/"), ("/api/v1/features/feature-segments/", "api/v1/features/feature-segments/{link}/"),
            ("/api/v1/segments/", "api/v1/projects/1/segments/2/"), ("/api/v1/multivariate/options/", "api/v1/projects/1/features/8/mv-options/1/")])
            _uuids[prefix] = (await server.ManageAsync(HttpStatusCode.OK, "GET", Fill(server, path))).GetProperty("uuid").GetString()!;

        static string IdOf(JsonElement thing) => thing.GetProperty("id").GetRawText();
    }

    // A path that names a thing is 404, or 400 for a body that nobody may send; one that names none is about the caller's own, which is nothing.
    private async Task StrangerAsync(GuidonProcess server, string method, string pattern, string credential)
    {
        var (status, text) = await SendAsync(server, method, pattern, "Authorization", credential);
        Assert.True(status < HttpStatusCode.InternalServerError, $"{method} {pattern}: {status} {text}");
        if (pattern.Contains('{')) Assert.True(status is HttpStatusCode.NotFound || IsForPeople(status, credential), $"{method} {pattern} of another organisation: {status} {text}");
        foreach (var word in (string[])["alice", server.ClientKey, "webhook"]) Assert.DoesNotContain(word, text, StringComparison.Ordinal);
    }

    // Members to whom nothing was granted, and those who may look, but not touch.
    private async Task PowerlessAsync(GuidonProcess server, string method, string pattern)
    {
        if (!IsOfPlaces(pattern)) return;
        foreach (var credential in (string[])[$"Token {Neighbour.PowerlessToken}", $"Api-Key {Neighbour.PowerlessKey}", $"Token {Neighbour.ViewerToken}"])
        {
            if (method is "GET" or "HEAD" && (s_forMembers.Contains(pattern) || credential.EndsWith(Neighbour.ViewerToken, StringComparison.Ordinal))) continue;
            var (status, text) = await SendAsync(server, method, pattern, "Authorization", credential);
            Assert.True(status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound || IsForPeople(status, credential), $"{method} {pattern} with {credential}: {status} {text}");
        }
    }

    private async Task MasterKeysSeeTheSameAsync(GuidonProcess server, Dictionary<string, string> owned)
    {
        foreach (var (pattern, text) in owned)
        {
            var (status, seen) = await SendAsync(server, "GET", pattern, "Authorization", $"Api-Key {GuidonProcess.ApiKey}");
            if (status != HttpStatusCode.Unauthorized && !pattern.EndsWith("parked/{id}", StringComparison.Ordinal)) Assert.Equal((pattern, text), (pattern, seen));
        }
    }

    private static bool IsForPeople(HttpStatusCode status, string credential) =>
        status == HttpStatusCode.Unauthorized && credential.StartsWith("Api-Key", StringComparison.Ordinal);

    // Everything but what is about the person who asks, whoever that is.
    private static bool IsOfPlaces(string pattern) => !pattern.StartsWith("/api/v1/auth/", StringComparison.Ordinal);

    private static (string Name, string Value)[] Keys(GuidonProcess server) =>
    [
        ("X-Nothing", "no key"), ("Authorization", "Api-Key "), ("Authorization", "Api-Key wrong-master-key-0123"), ("Authorization", $"Bearer {GuidonProcess.ApiKey}"),
        ("Authorization", $"Api-Key {Neighbour.RevokedKey}"), ("Authorization", $"Api-Key {Neighbour.ExpiredKey}"), ("Authorization", $"Api-Key {server.ClientKey}"),
        ("Authorization", $"Api-Key {server.ServerKey}"), ("Authorization", "Token "), ("Authorization", "Token 0123456789abcdef0123456789abcdef01234567"),
        ("Authorization", $"Token {Neighbour.ExpiredToken}"), ("Authorization", $"Token {GuidonProcess.ApiKey}"), ("Authorization", $"Api-Key {Neighbour.AdminToken}"),
        ("Cookie", $"guidon_session={Neighbour.ExpiredToken}"), ("X-Environment-Key", server.ClientKey), ("X-Environment-Key", server.ServerKey),
    ];

    // What the owner reads wherever a GET is: shows that the paths above name things that exist, and afterwards that nobody touched them.
    private async Task<Dictionary<string, string>> OwnedAsync(GuidonProcess server, IEnumerable<string> patterns)
    {
        var read = new Dictionary<string, string>();
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith("/status", StringComparison.Ordinal) || pattern.EndsWith("/export", StringComparison.Ordinal) || !(await MethodsAsync(server, pattern)).Contains("GET")) continue;   // says when it looked
            var (status, text) = await SendAsync(server, "GET", pattern, "Authorization", $"Token {Neighbour.AdminToken}");
            Assert.True(status == HttpStatusCode.OK, $"GET {pattern} by its owner: {status} {text}");
            read.Add(pattern, text);
        }

        return read;
    }

    private async Task<string[]> MethodsAsync(GuidonProcess server, string pattern)
    {
        using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), Fill(server, pattern));
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        return [.. answer.Content.Headers.Allow.Where(method => method is not "OPTIONS")];
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(GuidonProcess server, string method, string pattern, string header, string value)
    {
        var query = s_queries.Where(pair => pattern.EndsWith(pair.Key, StringComparison.Ordinal)).Select(pair => pair.Value).FirstOrDefault("");
        using var request = new HttpRequestMessage(new HttpMethod(method), Fill(server, pattern) + query);
        request.Headers.TryAddWithoutValidation(header, value);
        var body = s_bodies.Where(pair => pattern.EndsWith("/" + pair.Key, StringComparison.Ordinal)).Select(pair => Filled(pair.Value)).FirstOrDefault("{}");
        if (method is not ("GET" or "HEAD" or "DELETE")) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string IdOf(string pattern) =>
        (Array.FindIndex(s_placesOfChanges, place => pattern.StartsWith(place, StringComparison.Ordinal)) is >= 0 and var at ? at + 2 : 1).ToString(CultureInfo.InvariantCulture);

    private string Fill(GuidonProcess server, string pattern) => Filled(pattern)
        .Replace("{uuid}", _uuids.FirstOrDefault(pair => pattern.StartsWith(pair.Key, StringComparison.Ordinal)).Value ?? "", StringComparison.Ordinal)
        .Replace("{environment}", server.ClientKey, StringComparison.Ordinal)
        .Replace("{organisation}", "1", StringComparison.Ordinal)
        .Replace("{integration}", pattern.Contains("{environment}", StringComparison.Ordinal) ? "webhook" : "grafana", StringComparison.Ordinal)
        .Replace("parked/{id}", "parked/1-1", StringComparison.Ordinal)
        .Replace("{segment}", "2", StringComparison.Ordinal)
        .Replace("{id}", IdOf(pattern), StringComparison.Ordinal).Replace("{project}", "1", StringComparison.Ordinal)
        .Replace("{feature}", pattern.Contains("mv-options", StringComparison.Ordinal) ? "8" : "1", StringComparison.Ordinal).Replace("{state}", "1", StringComparison.Ordinal);

    private string Filled(string text)
    {
        if (text.Contains("identities/{identity}/featurestates/{state}", StringComparison.Ordinal))
            text = text.Replace("{state}", _ids.GetValueOrDefault("identities/{identity}/featurestates/{state}", ""), StringComparison.Ordinal);
        return _ids.Aggregate(text, (filled, pair) => filled.Replace(pair.Key, pair.Value, StringComparison.Ordinal));
    }

    // From a node that is put together like every other and never started.
    private static async Task<IReadOnlyList<string>> PatternsAsync()
    {
        var folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
        string[] arguments = ["--data", folder, "--urls", "http://127.0.0.1:0"];
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = arguments });
        await using var node = await Composition.OpenAsync(builder, StartSettings.Read(builder, arguments, isEdge: false), Catalog.All, default);
        return [.. node.Endpoints.Select(endpoint => endpoint.RoutePattern.RawText ?? "").Distinct()];
    }
}
