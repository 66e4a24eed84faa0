using System.Net;
using System.Text;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// Every URL of the server that is not an SDK's or a probe's, with every key that must not open it. A new route is in this table without
/// anybody writing it down.
/// </summary>
public sealed class GuardTests
{
    private const string NotProvided = "Authentication credentials were not provided.";

    // The ways to get a credential, and what is told about the API.
    private static readonly string[] s_open =
    [
        "/api/v1/auth/login/", "/api/v1/auth/login/code/", "/api/v1/auth/users/", "/api/v1/auth/users/reset_password/", "/api/v1/auth/users/reset_password_confirm/", "/api/guidon/v1/sign-in",
        "/api/docs/", "/api/docs/openapi.json", "/api/docs/{file}", "/config/project-overrides",
        "/.well-known/oauth-authorization-server", "/o/token/", "/o/revoke_token/", "/o/register/",
        "/api/v1/feature-health/{path}",   // the path is the credential
    ];

    // Without a body of its own a route gets {}: what must not be touched is refused before its body is read, or for its body.
    private static readonly Dictionary<string, string> s_bodies = new()
    {
        ["parked/cancel"] = """{"reason":"x"}""",
        ["parked/{id}/cancel"] = """{"reason":"x"}""",
        ["alerts/{id}/silence"] = """{"minutes":5}""",
        ["replays"] = """{"destination":1,"mode":"resend_failed"}""",
        ["integrations/{integration}/"] = """{"api_key":"AK"}""",
        ["webhooks/"] = """{"url":"http://127.0.0.1:9/"}""",
        ["api/v1/projects/"] = """{"name":"planted","organisation":1}""",
        ["api/v1/environments/"] = """{"name":"planted","project":1}""",
        ["api/v1/features/featurestates/"] = """{"environment":1,"feature":2,"feature_segment":{override},"enabled":false}""",
        ["api/v1/features/feature-segments/"] = """{"environment":1,"feature":2,"segment":2}""",
        ["feature-segments/update-priorities/"] = """[{"id":{override},"priority":7}]""",
        ["webhooks/test/"] = """{"webhook_url":"http://127.0.0.1:9/","scope":{"type":"organisation"}}""",
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
        ["/api/v1/oauth/authorize/"] = $"?client_id=flagsmith-cli&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback&code_challenge={new string('a', 43)}&code_challenge_method=S256",
    };

    // What members see whatever was granted to them.
    private static readonly string[] s_forMembers =
    [
        .. new[] { "", "get-subscription-metadata/", "projects/", "roles/", "users/", "groups/", "groups/summaries/", "groups/my-groups/", "my-permissions/", "usage-data/", "usage-data/total-count/" }
            .Select(path => "/api/v1/organisations/{organisation}/" + path),
        "/api/v1/organisations/get-by-uuid/{uuid}/", "/api/v1/projects/",
    ];

    // About whoever asks, or the same for everybody.
    private static readonly string[] s_ofTheCaller =
    [
        "/api/v1/organisations/", "/api/v1/organisations/permissions/", "/api/v1/projects/permissions/", "/api/v1/environments/permissions/",
        "/api/guidon/v1/frame", "/api/guidon/v1/integrations", "/api/guidon/v1/applications", "/api/v1/oauth/authorize/",
    ];

    [Fact]
    [Trait("Row", "S08")]
    public async Task No_management_route_opens_to_a_key_that_is_not_its_owners()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = ManagedThings.Answer;
        // Every route is asked by everybody within a minute.
        await using var server = await PreparedInstallation.StartWithNeighbourAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Access__UsageQueriesPerMinute"] = "1000" } });
        var things = await ManagedThings.PrepareAsync(server, receiver.Address);
        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("it is parked", async () => await server.LedgerAsync("webhook", "parked") == 1);
        await Eventually.TrueAsync("the attempt is kept", async () => (await server.GetAsync("attempts")).GetProperty("results").GetArrayLength() > 0);
        await things.ReadParkedAsync();
        await server.DoneAsync(await server.ReplayAsync(new { destination = 1, mode = "verify_only" }));
        await Eventually.TrueAsync("what is parked is an alert", async () => (await server.GetAsync("alerts")).GetProperty("results").GetArrayLength() > 0);
        await Eventually.TrueAsync("everybody was told", async () => (await server.GetAsync("destinations")).GetProperty("results").EnumerateArray().All(each => each.GetProperty("ledger").GetProperty("pending").GetInt64() == 0));
        var paths = (await MappedRoutes.OfManagementAsync()).Except(s_open).ToList();
        var before = await OwnedAsync(server, things, paths);
        Assert.InRange(before.Count, 40, paths.Count);

        foreach (var credential in (string[])[$"Api-Key {GuidonProcess.ApiKey}", $"Bearer {Neighbour.AdminBearer}"]) await OthersSeeTheSameAsync(server, things, before, credential);
        var answered = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pattern in paths)
        {
            var methods = await server.MethodsAsync(things.Fill(pattern));
            Assert.NotEmpty(methods);
            foreach (var method in methods)
            {
                foreach (var (name, value) in Keys(server))
                {
                    using var answer = await AnswerAsync(server, things, method, pattern, name, value);
                    var text = await answer.Content.ReadAsStringAsync();
                    Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {pattern} with {value}: {answer.StatusCode} {text}");
                    Assert.Single(answer.Headers.WwwAuthenticate);
                    if (method != "HEAD") Assert.Contains(Details(name, value), detail => text.Contains($"\"detail\":\"{detail}\"", StringComparison.Ordinal));
                }

                await StrangerAsync(server, things, method, pattern, $"Api-Key {Neighbour.ApiKey}");
                if (IsOfPlaces(pattern)) await StrangerAsync(server, things, method, pattern, $"Token {Neighbour.StrangerToken}");
                if (IsOfPlaces(pattern)) await StrangerAsync(server, things, method, pattern, $"Bearer {Neighbour.StrangerBearer}");
                if (IsOfPlaces(pattern)) answered.Add($"{method} {pattern}", await PowerlessAsync(server, things, method, pattern));
            }
        }

        // The administrator's GETs were all 200, what others change is asked for by MutationAuditTests.
        var table = string.Join('\n', answered.Select(each => $"{each.Value} {each.Key}"));
        var expected = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Management", "who-may.txt"))).Trim();
        Assert.True(expected == table, $"who-may.txt says otherwise:\n{string.Join('\n', table.Split('\n').Except(expected.Split('\n')))}\ninstead of\n{string.Join('\n', expected.Split('\n').Except(table.Split('\n')))}");
        foreach (var (pattern, text) in await OwnedAsync(server, things, paths))
        {
            // Shows the request as it would be signed now; that it is still parked as before stands in the list. Alerts come and go by themselves.
            if (!IsMoving(pattern) && !pattern.Contains("/alerts", StringComparison.Ordinal)) Assert.Equal((pattern, before[pattern]), (pattern, text));
        }
    }

    // A path that names a thing is 404, or 400 for a body that nobody may send; one that names none is about the caller's own, which is nothing.
    private static async Task StrangerAsync(GuidonProcess server, ManagedThings things, string method, string pattern, string credential)
    {
        var (status, text) = await SendAsync(server, things, method, pattern, "Authorization", credential);
        Assert.True(status < HttpStatusCode.InternalServerError, $"{method} {pattern}: {status} {text}");
        if (pattern.Contains('{')) Assert.True(status is HttpStatusCode.NotFound || IsForPeople(status, credential), $"{method} {pattern} of another organisation: {status} {text}");
        if (s_ofTheCaller.Contains(pattern)) return;   // its own organisation has fields that are called so
        foreach (var word in (string[])["alice", server.ClientKey, "webhook"]) Assert.DoesNotContain(word, text, StringComparison.Ordinal);
    }

    // Statuses of those who may look, then of a member, of a key and of a member's application to whom nothing was granted.
    private static async Task<string> PowerlessAsync(GuidonProcess server, ManagedThings things, string method, string pattern)
    {
        List<int> statuses = [];
        foreach (var credential in (string[])[$"Token {Neighbour.ViewerToken}", $"Token {Neighbour.PowerlessToken}", $"Api-Key {Neighbour.PowerlessKey}", $"Bearer {Neighbour.PowerlessBearer}"])
        {
            var (status, text) = await SendAsync(server, things, method, pattern, "Authorization", credential);
            statuses.Add((int)status);
            if (method is "GET" or "HEAD" && (s_forMembers.Contains(pattern) || credential.EndsWith(Neighbour.ViewerToken, StringComparison.Ordinal))) continue;
            Assert.True(status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound || IsForPeople(status, credential), $"{method} {pattern} with {credential}: {status} {text}");
        }

        return string.Join(' ', statuses);
    }

    // Master keys and applications, but for what is a person's alone.
    private static async Task OthersSeeTheSameAsync(GuidonProcess server, ManagedThings things, Dictionary<string, string> owned, string credential)
    {
        foreach (var (pattern, text) in owned.Where(each => each.Key != "/api/guidon/v1/frame"))   // it says who asks
        {
            var (status, seen) = await SendAsync(server, things, "GET", pattern, "Authorization", credential);
            if (status != HttpStatusCode.Unauthorized && !IsMoving(pattern)) Assert.Equal((pattern, text), (pattern, seen));
        }
    }

    // What is maintained by the minute, whoever asks.
    private static bool IsMoving(string pattern) => pattern.EndsWith("parked/{id}", StringComparison.Ordinal) || pattern == "/api/guidon/v1/series";

    private static bool IsForPeople(HttpStatusCode status, string credential) =>
        status == HttpStatusCode.Unauthorized && !credential.StartsWith("Token", StringComparison.Ordinal);

    // Everything but what is about the person who asks, whoever that is.
    private static bool IsOfPlaces(string pattern) => !s_ofTheCaller.Contains(pattern) && !pattern.StartsWith("/api/v1/auth/", StringComparison.Ordinal);

    private static (string Name, string Value)[] Keys(GuidonProcess server) =>
    [
        ("X-Nothing", "no key"), ("Authorization", "Api-Key "), ("Authorization", "Api-Key wrong-master-key-0123"), ("Authorization", $"Bearer {GuidonProcess.ApiKey}"),
        ("Authorization", "Bearer "), ("Authorization", $"Bearer {Neighbour.ExpiredBearer}"), ("Authorization", $"Bearer {Neighbour.AdminToken}"), ("Authorization", $"Token {Neighbour.AdminBearer}"),
        ("Authorization", $"Api-Key {Neighbour.AdminBearer}"), ("Cookie", $"guidon_session={Neighbour.AdminBearer}"),
        ("Authorization", $"Api-Key {Neighbour.RevokedKey}"), ("Authorization", $"Api-Key {Neighbour.ExpiredKey}"), ("Authorization", $"Api-Key {server.ClientKey}"),
        ("Authorization", $"Api-Key {server.ServerKey}"), ("Authorization", "Token "), ("Authorization", "Token 0123456789abcdef0123456789abcdef01234567"),
        ("Authorization", $"Token {Neighbour.ExpiredToken}"), ("Authorization", $"Token {GuidonProcess.ApiKey}"), ("Authorization", $"Api-Key {Neighbour.AdminToken}"),
        ("Cookie", $"guidon_session={Neighbour.ExpiredToken}"), ("X-Environment-Key", server.ClientKey), ("X-Environment-Key", server.ServerKey),
    ];

    // What the owner reads wherever a GET is: shows that the paths above name things that exist, and afterwards that nobody touched them.
    private static async Task<Dictionary<string, string>> OwnedAsync(GuidonProcess server, ManagedThings things, IEnumerable<string> patterns)
    {
        var read = new Dictionary<string, string>();
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith("/status", StringComparison.Ordinal) || pattern.EndsWith("/export", StringComparison.Ordinal) || !(await server.MethodsAsync(things.Fill(pattern))).Contains("GET")) continue;   // says when it looked
            var (status, text) = await SendAsync(server, things, "GET", pattern, "Authorization", $"Token {Neighbour.AdminToken}");
            Assert.True(status == HttpStatusCode.OK, $"GET {pattern} by its owner: {status} {text}");
            read.Add(pattern, text);
        }

        return read;
    }

    // What is shown and unknown is named by its kind; a key where only people may come is as none.
    private static string[] Details(string name, string value) =>
        name is "X-Nothing" or "X-Environment-Key" || value is "Api-Key " or "Token " ? [NotProvided]
        : value.StartsWith("Api-Key", StringComparison.Ordinal) ? ["Valid Master API Key not found.", NotProvided]
        : value.StartsWith("Bearer", StringComparison.Ordinal) ? ["Invalid token.", NotProvided]
        : ["Invalid token."];

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(GuidonProcess server, ManagedThings things, string method, string pattern, string header, string value)
    {
        using var answer = await AnswerAsync(server, things, method, pattern, header, value);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> AnswerAsync(GuidonProcess server, ManagedThings things, string method, string pattern, string header, string value)
    {
        var query = s_queries.Where(pair => pattern.EndsWith(pair.Key, StringComparison.Ordinal)).Select(pair => pair.Value).FirstOrDefault("");
        using var request = new HttpRequestMessage(new HttpMethod(method), things.Fill(pattern) + query);
        request.Headers.TryAddWithoutValidation(header, value);
        var body = s_bodies.Where(pair => pattern.EndsWith("/" + pair.Key, StringComparison.Ordinal)).Select(pair => things.Filled(pair.Value)).FirstOrDefault("{}");
        if (method is not ("GET" or "HEAD" or "DELETE")) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await server.Http.SendAsync(request);
    }
}
