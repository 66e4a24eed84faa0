using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
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
        ["features/"] = """{"name":"planted"}""",
        ["features/{feature}/"] = """{"name":"planted","enabled":false,"environment_default":{"enabled":false}}""",
        ["featurestates/{state}/"] = """{"enabled":false}""",
    };

    private static readonly Dictionary<string, string> s_queries = new() { ["/explain"] = "?identifier=alice&feature=page_size" };

    // What members see whatever was granted to them.
    private static readonly string[] s_forMembers = [];

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

    // A path that names a thing is 404, or 400 for a body that nobody may send; one that names none is about the caller's own, which is nothing.
    private static async Task StrangerAsync(GuidonProcess server, string method, string pattern, string credential)
    {
        var (status, text) = await SendAsync(server, method, pattern, "Authorization", credential);
        Assert.True(status < HttpStatusCode.InternalServerError, $"{method} {pattern}: {status} {text}");
        if (pattern.Contains('{')) Assert.True(status is HttpStatusCode.NotFound || IsForPeople(status, credential), $"{method} {pattern} of another organisation: {status} {text}");
        foreach (var word in (string[])["alice", server.ClientKey, "webhook"]) Assert.DoesNotContain(word, text, StringComparison.Ordinal);
    }

    // Members to whom nothing was granted, and those who may look, but not touch.
    private static async Task PowerlessAsync(GuidonProcess server, string method, string pattern)
    {
        if (!IsOfPlaces(pattern)) return;
        foreach (var credential in (string[])[$"Token {Neighbour.PowerlessToken}", $"Api-Key {Neighbour.PowerlessKey}", $"Token {Neighbour.ViewerToken}"])
        {
            if (method is "GET" or "HEAD" && (s_forMembers.Contains(pattern) || credential.EndsWith(Neighbour.ViewerToken, StringComparison.Ordinal))) continue;
            var (status, text) = await SendAsync(server, method, pattern, "Authorization", credential);
            Assert.True(status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound || IsForPeople(status, credential), $"{method} {pattern} with {credential}: {status} {text}");
        }
    }

    private static async Task MasterKeysSeeTheSameAsync(GuidonProcess server, Dictionary<string, string> owned)
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
    private static async Task<Dictionary<string, string>> OwnedAsync(GuidonProcess server, IEnumerable<string> patterns)
    {
        var read = new Dictionary<string, string>();
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith("/status", StringComparison.Ordinal) || !(await MethodsAsync(server, pattern)).Contains("GET")) continue;   // says when it looked
            var (status, text) = await SendAsync(server, "GET", pattern, "Authorization", $"Token {Neighbour.AdminToken}");
            Assert.True(status == HttpStatusCode.OK, $"GET {pattern} by its owner: {status} {text}");
            read.Add(pattern, text);
        }

        return read;
    }

    private static async Task<string[]> MethodsAsync(GuidonProcess server, string pattern)
    {
        using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), Fill(server, pattern));
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        return [.. answer.Content.Headers.Allow.Where(method => method is not "OPTIONS")];
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(GuidonProcess server, string method, string pattern, string header, string value)
    {
        var query = s_queries.Where(pair => pattern.EndsWith(pair.Key, StringComparison.Ordinal)).Select(pair => pair.Value).FirstOrDefault("");
        using var request = new HttpRequestMessage(new HttpMethod(method), Fill(server, pattern) + query);
        request.Headers.TryAddWithoutValidation(header, value);
        var body = s_bodies.Where(pair => pattern.EndsWith("/" + pair.Key, StringComparison.Ordinal)).Select(pair => pair.Value).FirstOrDefault("{}");
        if (method is not ("GET" or "HEAD" or "DELETE")) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string IdOf(string pattern) =>
        (Array.FindIndex(s_placesOfChanges, place => pattern.StartsWith(place, StringComparison.Ordinal)) is >= 0 and var at ? at + 2 : 1).ToString(CultureInfo.InvariantCulture);

    private static string Fill(GuidonProcess server, string pattern) => pattern
        .Replace("{environment}", server.ClientKey, StringComparison.Ordinal)
        .Replace("{organisation}", "1", StringComparison.Ordinal)
        .Replace("{integration}", pattern.Contains("{environment}", StringComparison.Ordinal) ? "webhook" : "grafana", StringComparison.Ordinal)
        .Replace("parked/{id}", "parked/1-1", StringComparison.Ordinal)
        .Replace("{segment}", "2", StringComparison.Ordinal)
        .Replace("{id}", IdOf(pattern), StringComparison.Ordinal).Replace("{project}", "1", StringComparison.Ordinal)
        .Replace("{feature}", "1", StringComparison.Ordinal).Replace("{state}", "1", StringComparison.Ordinal);

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
