using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Parked events through a real server: seen, retried, given up, exported.</summary>
public class ParkedTests
{
    private const string Secret = "my shared secret";

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    [Fact]
    [Trait("Row", "PSN-07")]
    public async Task A_parked_event_is_shown_without_secrets_and_delivered_once_its_receiver_is_mended()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = request => new Reply(400, $"bad signature {request.Header("X-Flagsmith-Signature")} of '{Secret}'");
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address, secret = Secret });
        await server.EvaluateAsync("alice");
        await server.DrainAsync("webhook");

        var parked = Assert.Single((await server.GetAsync("parked?identity=alice&reason=refused&from=2020-01-01T00:00:00Z")).GetProperty("results").EnumerateArray());
        var id = parked.GetProperty("id").GetString();
        var shown = await server.GetAsync($"parked/{id}");
        Assert.DoesNotContain(Secret, shown.ToString());
        Assert.Contains("http 400", shown.GetProperty("parked").GetProperty("detail").GetString());
        Assert.Contains("alice", shown.GetProperty("request").GetProperty("body").GetString());
        var sent = receiver.Requests[0];
        receiver.Answer = _ => 200;
        var (status, moved) = await server.PostAsync($"parked/{id}/retry", new { });
        Assert.Equal((HttpStatusCode.OK, 1), (status, moved.GetProperty("events").GetInt32()));
        var ledger = await server.DrainAsync("webhook");
        Assert.Equal((1, 0), (ledger.GetProperty("delivered").GetInt32(), ledger.GetProperty("parked").GetInt32()));
        Assert.Equal((sent.Header("webhook-id"), sent.Header("Guidon-Event-Time")), (receiver.Requests[^1].Header("webhook-id"), receiver.Requests[^1].Header("Guidon-Event-Time")));
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync($"parked/{id}/retry", new { })).Status);
        Assert.Empty(await server.FindingsAsync());
    }

    [Fact]
    public async Task Events_are_given_up_with_a_reason_counted_before_and_exported_line_by_line()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 400;
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        foreach (var identity in (string[])["a", "b", "c"]) await server.EvaluateAsync(identity);
        await server.DrainAsync("webhook");

        var lines = (await server.Management.GetStringAsync("api/guidon/v1/parked/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["a", "b", "c"], lines.Select(line => JsonElement.Parse(line).GetProperty("identity").GetString()).Order());
        Assert.Equal(3, (await server.PostAsync("parked/cancel", new { reason = "test users", dry_run = true })).Json.GetProperty("events").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("parked/cancel", new { })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("parked/retry", new { identitty = "a" })).Status);
        Assert.Equal(1, (await server.PostAsync("parked/cancel", new { reason = "test users", identity = "a" })).Json.GetProperty("events").GetInt32());
        Assert.Equal((1, 2), (await server.LedgerAsync("webhook", "cancelled"), await server.LedgerAsync("webhook", "parked")));
        receiver.Answer = _ => 200;
        Assert.Equal(2, (await server.PostAsync("parked/retry", new { reason = "refused" })).Json.GetProperty("events").GetInt32());
        await server.DrainAsync("webhook");
        Assert.Equal((1, 2), (await server.LedgerAsync("webhook", "cancelled"), await server.LedgerAsync("webhook", "delivered")));
        Assert.Empty(await server.FindingsAsync());
    }

    [Fact]
    public async Task The_last_attempts_are_shown_redacted_and_survive_a_restart()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => receiver.Requests.Count < 2 ? new Reply(503, $"not now, {Secret}") : 200;
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address, secret = Secret });
        await server.EvaluateAsync("alice");
        await server.DrainAsync("webhook");
        await server.StopAsync();

        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));
        var attempts = (await again.GetAsync("attempts?limit=10")).GetProperty("results").EnumerateArray().ToList();

        Assert.Equal(["delivered", "retry", "retry"], attempts.Select(each => each.GetProperty("verdict").GetString()));
        Assert.All(attempts, each => Assert.DoesNotContain(Secret, each.ToString()));
        Assert.All(attempts, each => Assert.Contains("alice", each.GetProperty("request").GetString()));
        Assert.Equal(503, attempts[1].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_query_that_is_wrong_is_refused_by_name()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        foreach (var (path, field) in ((string, string)[])[("parked?limit=0", "limit"), ("parked?after=x", "after"), ("parked?identitty=x", "identitty"),
            ("parked/export?from=yesterday", "from"), ("attempts?destination=none", "destination"), ("status?whole=perhaps", "whole")])
        {
            using var answer = await server.Management.GetAsync("api/guidon/v1/" + path);
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, answer.StatusCode));
            var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal((path, "invalid", 1), (path, json.GetProperty("code").GetString(), json.GetProperty(field).GetArrayLength()));
            using var unknown = await server.Http.GetAsync("api/guidon/v1/" + path);
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, unknown.StatusCode));
        }
    }
}
