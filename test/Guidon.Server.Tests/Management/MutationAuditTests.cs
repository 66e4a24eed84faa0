using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// Every route that changes something leaves an audit record. The routes are asked of the server: a new one that stands in no step below fails
/// here until somebody wrote what it changes.
/// </summary>
public sealed class MutationAuditTests
{
    // They change nothing that lasts.
    private static readonly string[] s_without = ["/test/", "/resend/"];

    private readonly HashSet<string> _done = [];
    private GuidonProcess? _server;
    private ManagedThings? _things;

    private GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    [Fact]
    public async Task Every_route_that_changes_something_leaves_a_record()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 400;
        await using var server = _server = await PreparedInstallation.StartWithNeighbourAsync();
        _things = await ManagedThings.PrepareAsync(server, receiver.Address);
        foreach (var identity in (string[])["alice", "bob", "carol", "dave"]) await server.EvaluateAsync(identity);
        await Eventually.TrueAsync("all are parked", async () => await server.LedgerAsync("webhook", "parked") == 4);

        await DeliveriesAsync();
        await DestinationsAsync(receiver.Address);
        await FlagsAsync();
        await TransfersAsync();
        await OrganisationAsync();
        await PeopleAsync();
        await DeletionsAsync();

        var expected = new List<string>();
        foreach (var pattern in (await MappedRoutes.OfManagementAsync()).Where(pattern => !Array.Exists(s_without, part => pattern.EndsWith(part, StringComparison.Ordinal))))
            expected.AddRange((await server.MethodsAsync(_things.Fill(pattern))).Except(["GET", "HEAD"]).Select(method => $"{method} {pattern}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), _done.Order(StringComparer.Ordinal));
        Assert.Equal("[]", (await server.AskAsync(HttpStatusCode.OK, ManagedThings.Admin, "GET", "api/guidon/v1/audit/verification")).GetRawText());
    }

    // The destination stands still meanwhile, so that nothing is delivered or parked by itself.
    private async Task DeliveriesAsync()
    {
        const string Root = "/api/guidon/v1/";
        await StepAsync("POST", Root + "destinations/{id}/pause");
        await StepAsync("POST", Root + "replays", new { destination = 1, mode = "resend_failed" });
        await StepAsync("POST", Root + "replays/{id}/pause");
        await StepAsync("POST", Root + "replays/{id}/resume");
        await StepAsync("POST", Root + "replays/{id}/cancel");
        await Eventually.TrueAsync("all are parked again", async () => (await Server.GetAsync("parked")).GetProperty("results").GetArrayLength() == 4);
        await StepAsync("POST", Root + "parked/{id}/retry");
        await StepAsync("POST", Root + "parked/{id}/cancel", new { reason = "x" }, Root + "parked/1-2/cancel");
        await StepAsync("POST", Root + "parked/cancel", new { reason = "x", identity = "carol" });
        await StepAsync("POST", Root + "parked/retry", new { });
        await StepAsync("POST", Root + "destinations/{id}/hold");
        await StepAsync("POST", Root + "destinations/{id}/resume");
        await StepAsync("PUT", Root + "environments/{environment}/retention", new { days = 30 });
        await StepAsync("DELETE", Root + "environments/{environment}/identities/{identifier}", null, $"{Root}environments/{Server.ClientKey}/identities/alice");
    }

    private async Task DestinationsAsync(Uri receiver)
    {
        foreach (var owner in (string[])["environments/{environment}/", "projects/{project}/", "organisations/{organisation}/"])
        {
            foreach (var path in (string[])["integrations/{integration}/", "webhooks/"])
            {
                if (owner.StartsWith("projects", StringComparison.Ordinal) && path == "webhooks/") continue;
                var pattern = $"/api/v1/{owner}{path}";
                await StepAsync("PUT", pattern + "{id}/", new { url = $"{receiver}changed", base_url = receiver, api_key = "BK" });
                await StepAsync("PATCH", pattern + "{id}/", new { url = $"{receiver}again", base_url = receiver, api_key = "CK" });
                await StepAsync("DELETE", pattern + "{id}/");
                await StepAsync("POST", pattern, new { url = receiver, base_url = receiver, api_key = "DK" });
            }
        }
    }

    private async Task FlagsAsync()
    {
        const string Flag = "/api/__future__/environments/{environment}/features/{feature}/";
        await StepAsync("PATCH", Flag, new { environment_default = new { enabled = false } });
        await StepAsync("PUT", Flag, new { environment_default = new { enabled = true } });
        await StepAsync("DELETE", Flag + "segment-overrides/{segment}/", null, $"/api/__future__/environments/{Server.ClientKey}/features/5/segment-overrides/2/");
        await StepAsync("PUT", "/api/v1/environments/{environment}/featurestates/{state}/", new { enabled = false });
        await StepAsync("PATCH", "/api/v1/environments/{environment}/featurestates/{state}/", new { feature_state_value = "changed" });
        await StepAsync("POST", "/api/v1/projects/{project}/features/", new { name = "made" });
        await StepAsync("PUT", "/api/v1/projects/{project}/features/{feature}/", new { description = "a" });
        await StepAsync("PATCH", "/api/v1/projects/{project}/features/{feature}/", new { description = "b" });
        await StepAsync("DELETE", "/api/v1/projects/{project}/features/{feature}/");
    }

    private async Task TransfersAsync()
    {
        var file = new { format = "guidon-project", version = 1, project = new { name = "Brought" }, tags = new[] { new { uuid = Guid.NewGuid(), label = "brought" } } };
        await StepAsync("POST", "/api/guidon/v1/projects/{project}/import", file);
        await StepAsync("POST", "/api/guidon/v1/organisations/{organisation}/import", file);
        await StepAsync("POST", "/api/v1/features/create-feature-export/", new { environment_id = 1 });
        const string Import = "/api/v1/features/feature-import/{environment_id}";
        var before = await RecordsAsync();
        using var form = new MultipartFormDataContent { { new StringContent("SKIP"), "strategy" }, { new ByteArrayContent("[]"u8.ToArray()), "file", "features.json" } };
        using var answer = await Server.Management.PostAsync(_things?.Fill(Import), form);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.True(await RecordsAsync() > before, "an import left no audit record");
        _done.Add($"POST {Import}");
    }

    private async Task OrganisationAsync()
    {
        const string Root = "/api/v1/organisations/";
        const string One = Root + "{organisation}/";
        const string Group = One + "groups/{group}/";
        await StepAsync("PUT", One, new { name = "Renamed" });
        await StepAsync("PATCH", One, new { force_2fa = true });
        var other = (await StepAsync("POST", Root, new { name = "Another" })).GetProperty("id");
        await StepAsync("DELETE", One, null, $"{Root}{other}/");
        await StepAsync("POST", One + "groups/", new { name = "Second" });
        await StepAsync("PUT", Group, new { name = "A", is_default = false });
        await StepAsync("PATCH", Group, new { name = "B" });
        await StepAsync("POST", Group + "users/{user}/make-admin");
        await StepAsync("POST", Group + "users/{user}/remove-admin");
        var users = new { user_ids = new[] { int.Parse(_things?.Fill("{user}") ?? "") } };
        await StepAsync("POST", Group + "remove-users/", users);
        await StepAsync("POST", Group + "add-users/", users);
        await StepAsync("POST", One + "invites/", new { email = "one@example.org" });
        await StepAsync("POST", One + "invite/", new { emails = new[] { "two@example.org", "three@example.org" } });
        await StepAsync("DELETE", One + "invites/{invite}/", null, $"{Root}1/invites/2/");
        await StepAsync("POST", One + "invite-links/", new { role = "USER" });
        await StepAsync("DELETE", One + "invite-links/{link}/", null, $"{Root}1/invite-links/2/");
        var prefix = (await StepAsync("POST", One + "master-api-keys/", new { name = "CI", is_admin = true })).GetProperty("prefix").GetString();
        await StepAsync("PUT", One + "master-api-keys/{prefix}/", new { name = "CI 2" }, $"{Root}1/master-api-keys/{prefix}/");
        await StepAsync("PATCH", One + "master-api-keys/{prefix}/", new { name = "CI 3" }, $"{Root}1/master-api-keys/{prefix}/");
        await StepAsync("DELETE", One + "master-api-keys/{prefix}/", null, $"{Root}1/master-api-keys/{prefix}/");
        await StepAsync("POST", One + "users/{user}/update-role/", new { role = "ADMIN" });
    }

    private async Task PeopleAsync()
    {
        const string Auth = "/api/v1/auth/";
        const string Secret = "a long enough secret";
        var signedUp = await StepAsync("POST", Auth + "users/", new { email = "invited@example.org", password = Secret, invite_hash = _things?.InviteHash }, authorization: "");
        var guest = $"Token {signedUp.GetProperty("key").GetString()}";
        await StepAsync("POST", "/api/v1/users/join/link/{hash}/", null, $"/api/v1/users/join/link/{_things?.LinkHash}/", $"Token {Neighbour.StrangerToken}");
        var id = signedUp.GetProperty("id").GetInt32();
        await Server.AskAsync(HttpStatusCode.OK, ManagedThings.Admin, "POST", "api/v1/organisations/1/remove-users/", new[] { new { id } });
        var hash = (await Server.AskAsync(HttpStatusCode.Created, ManagedThings.Admin, "POST", "api/v1/organisations/1/invites/", new { email = "invited@example.org" })).GetProperty("hash").GetString();
        await StepAsync("POST", "/api/v1/users/join/{hash}/", null, $"/api/v1/users/join/{hash}/", guest);
        await StepAsync("POST", "/api/v1/organisations/{organisation}/remove-users/", new[] { new { id } });
        await StepAsync("PUT", Auth + "users/me/", new { first_name = "A" }, null, guest);
        await StepAsync("PATCH", Auth + "users/me/", new { first_name = "B" }, null, guest);
        await StepAsync("POST", Auth + "users/set_email/", new { current_password = Secret, new_email = "guest@example.org" }, null, guest);
        await StepAsync("POST", Auth + "users/set_password/", new { current_password = Secret, new_password = Secret + "!", re_new_password = Secret + "!" }, null, guest);
        await StepAsync("POST", Auth + "logout/", null, null, guest);
        guest = $"Token {(await StepAsync("POST", Auth + "login/", new { email = "guest@example.org", password = Secret + "!" }, authorization: "")).GetProperty("key").GetString()}";
        await StepAsync("DELETE", Auth + "token/", null, null, guest);
        await StepAsync("DELETE", Auth + "users/me/", new { current_password = Secret + "!" }, null, await Server.SignInAsync("guest@example.org", Secret + "!"));
    }

    private async Task DeletionsAsync()
    {
        foreach (var place in (string[])["organisations/{organisation}/", "projects/{project}/", "environments/{environment}/"])
        {
            var user = int.Parse(_things?.Fill("{user}") ?? "");
            var permission = place[0] switch { 'p' => "VIEW_PROJECT", 'e' => "VIEW_ENVIRONMENT", _ => "CREATE_PROJECT" };
            foreach (var kind in (string[])["user", "user-group", "master-api-key"])
            {
                var path = $"/api/v1/{place}{kind}-permissions/";
                await StepAsync("PUT", path + "{grant}/", new { permissions = new[] { permission }, admin = true });
                await StepAsync("PATCH", path + "{grant}/", new { permissions = Array.Empty<string>() });
                await StepAsync("DELETE", path + "{grant}/");
                var permissions = new[] { permission };
                await StepAsync("POST", path, kind switch
                {
                    "user" => new { user, permissions },
                    "user-group" => new { group = 1, permissions },
                    _ => (object)new { master_api_key = int.Parse(_things?.Fill("{key}") ?? ""), permissions },
                });
            }
        }

        await StepAsync("DELETE", "/api/v1/organisations/{organisation}/groups/{group}/");
    }

    private async Task<JsonElement> StepAsync(string method, string pattern, object? body = null, string? path = null, string authorization = ManagedThings.Admin)
    {
        var before = await RecordsAsync();
        using var answer = await Server.SendAsync(authorization, method, path ?? _things?.Fill(pattern) ?? "", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {pattern}: {answer.StatusCode} {text}");
        Assert.True(await RecordsAsync() > before, $"{method} {pattern} left no audit record");
        _done.Add($"{method} {pattern}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    // Some concern a person alone and are in no organisation's list.
    private async Task<long> RecordsAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Server.Folder, "guidon.db")};Mode=ReadOnly;Pooling=False;Default Timeout=30");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM audit_record";
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }
}
