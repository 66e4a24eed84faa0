using System.Globalization;
using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>Replays through a real server and its command line.</summary>
public class ReplayTests(ITestOutputHelper output)
{
    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    [Fact]
    [Trait("Row", "RPL-05")]
    public async Task A_replay_that_is_killed_again_and_again_ends_with_every_event_under_its_own_id_and_a_true_report()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var receiver = await RecordingReceiver.StartAsync();
        var count = 0;
        receiver.Answer = _ => count++ % 25 == 0 ? 400 : 200;   // fewer than one in twenty: these are parked, and nothing is held
        var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async caller =>
        {
            for (var i = 0; i < 150; i++) await server.EvaluateAsync($"user-{caller}-{i % 20}");
        }));
        await server.DrainAsync("webhook");
        var parked = await server.LedgerAsync("webhook", "parked");
        Assert.Equal(24, parked);
        var expected = Times(receiver);
        var taken = new List<ReceivedRequest>();
        receiver.Answer = request =>
        {
            taken.Add(request);   // the receiver calls one at a time
            return 200;
        };

        var replay = await server.ReplayAsync(new { destination = 1, mode = "remap_all" });
        for (var kill = 0; kill < 6; kill++)
        {
            var before = taken.Count;
            var wanted = random.Next(1, 80);
            await Eventually.TrueAsync("it is under way, or done", async () =>
                taken.Count >= before + wanted || (await server.GetAsync($"replays/{replay}")).GetProperty("state").GetString() == "done");
            await server.KillAsync();
            await using var killed = server;
            server = await GuidonProcess.StartAsync(ServerSettings.Again(killed));
            Assert.Equal(0, await server.LedgerAsync("webhook", "residual"));
        }

        await using (server)
        {
            var report = await server.DoneAsync(replay);
            var ledger = await server.DrainAsync("webhook");
            output.WriteLine($"{parked} parked before, {taken.Count} requests: {report}");
            Assert.Equal((600, 600), (report.GetProperty("selected").GetInt64(), report.Count("delivered")));
            Assert.Equal((600, 0), (ledger.GetProperty("delivered").GetInt32(), ledger.GetProperty("parked").GetInt32()));
            Assert.Equal(expected.Order(), Times(taken).Order());
            Assert.Equal(replay, await server.ReplayAsync(new { destination = 1, mode = "remap_all" }));
            Assert.Empty(await server.FindingsAsync());
        }
    }

    [Fact]
    [Trait("Row", "RPL-08")]
    [Trait("Row", "E14")]
    public async Task A_replay_keeps_event_times_signs_afresh_and_reaches_one_destination_only()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var other = await RecordingReceiver.StartAsync();
        other.Answer = request => new Reply(200, $$"""{"code":200,"events_ingested":{{request.Json.GetProperty("events").GetArrayLength()}}}""");
        await using var server = await GuidonProcess.StartAsync(New());
        var webhook = await server.CreateAsync("webhook", new { url = receiver.Address, standard_secret = "whsec_" + Convert.ToBase64String(new byte[32]) });
        await server.CreateAsync("amplitude", new { api_key = "AK", base_url = other.Address });
        await server.EvaluateAsync("alice");
        await server.DrainAsync("webhook");
        await server.DrainAsync("amplitude");
        var first = Assert.Single(receiver.Requests);
        await Eventually.TrueAsync("a second passes", () => Stamp(first) < TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

        await server.DoneAsync(await server.ReplayAsync(new { destination = webhook, mode = "remap_all" }));

        var again = receiver.Requests[1];
        Assert.Equal((first.Header("webhook-id"), first.Header("Guidon-Event-Time")), (again.Header("webhook-id"), again.Header("Guidon-Event-Time")));
        Assert.Equal((null, "1"), (first.Header("Guidon-Replay"), again.Header("Guidon-Replay")));
        Assert.True(Stamp(again) > Stamp(first));
        Assert.NotEqual(first.Header("webhook-signature"), again.Header("webhook-signature"));
        Assert.Single(other.Requests);
    }

    [Fact]
    public async Task The_command_line_counts_starts_pauses_resumes_and_reports()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 400;
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await server.EvaluateAsync("bob");
        await server.DrainAsync("webhook");
        receiver.Answer = _ => 503;

        var counted = await RunAsync("dry-run", "--destination", "1", "--mode", "resend-failed", "--identity", "alice");
        Assert.Contains("1 events would be sent, of 2 looked at, by mapper 1.", counted);
        Assert.Contains("alice", counted);
        Assert.Contains("Replay 1 (resend_failed to destination 1) is running", await RunAsync("start", "--destination", "1", "--mode", "resend-failed", "--identity", "alice"));
        Assert.Contains("made before", await RunAsync("start", "--destination", "1", "--mode", "resend-failed", "--identity", "alice"));
        Assert.Contains("is paused", await RunAsync("pause", "1"));
        Assert.Contains("is running", await RunAsync("resume", "1"));
        receiver.Answer = _ => 200;
        await server.DoneAsync(1);
        Assert.Contains("1 selected; 1 delivered, 0 outstanding", await RunAsync("status"));
        Assert.Contains("\"state\":\"done\"", await RunAsync("report", "1"));

        var late = await GuidonProcess.RunAsync(["replay", "cancel", "1", "--url", server.Address.ToString()], variables: Key());
        Assert.Equal((1, "guidon replay: The server answered 409: This replay is done already."), (late.ExitCode, late.Errors.Trim()));
        var valueless = await GuidonProcess.RunAsync(["replay", "start", "--url", server.Address.ToString(), "--destination", "1", "--mode", "remap-all", "--id"], variables: Key());
        Assert.NotEqual(0, valueless.ExitCode);
        Assert.Contains("--id", valueless.Errors);
        var keyless = await GuidonProcess.RunAsync(["replay", "status", "--url", server.Address.ToString()]);
        Assert.Equal((2, "guidon replay: Set GUIDON_API_KEY to a master API key."), (keyless.ExitCode, keyless.Errors.Trim()));

        async Task<string> RunAsync(params string[] arguments)
        {
            var (code, text, errors) = await GuidonProcess.RunAsync(["replay", .. arguments, "--url", server.Address.ToString()], variables: Key());
            Assert.True(code == 0, errors + text);
            return text;
        }
    }

    [Fact]
    public async Task A_request_that_is_wrong_is_refused_by_name()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        var (status, json) = await server.PostAsync("replays", new
        {
            mode = "again",
            destinations = 1,
            filter = new { from = "x", occurred_to = "yesterday", outcome = "lost", ids = new[] { "x" }, mapper_to = -1 },
        });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        foreach (var field in (string[])["mode", "destination", "destinations"]) Assert.True(json.TryGetProperty(field, out _), field);
        foreach (var field in (string[])["from", "occurred_to", "outcome", "ids", "mapper_to"]) Assert.True(json.GetProperty("filter").TryGetProperty(field, out _), field);
        var (none, nothing) = await server.PostAsync("replays", new { destination = 7, mode = "remap_all", filter = new { ids = Array.Empty<string>() } });
        Assert.Equal((HttpStatusCode.BadRequest, true), (none, nothing.GetProperty("filter").TryGetProperty("ids", out _)));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("replays", new { destination = 7, mode = "remap_all" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("replays/7/pause", new { })).Status);
    }

    private static Dictionary<string, string> Key() => new() { ["GUIDON_API_KEY"] = GuidonProcess.ApiKey };

    private static long Stamp(ReceivedRequest request) => long.Parse(request.Header("webhook-timestamp") ?? "", CultureInfo.InvariantCulture);

    // Every event with its time, however often it came.
    private static HashSet<(string, string)> Times(RecordingReceiver receiver) => Times(receiver.Requests);

    private static HashSet<(string, string)> Times(IEnumerable<ReceivedRequest> requests) =>
        [.. requests.Select(request => (request.Header("webhook-id") ?? "", request.Header("Guidon-Event-Time") ?? ""))];
}
