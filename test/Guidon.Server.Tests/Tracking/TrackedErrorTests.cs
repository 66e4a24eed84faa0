using System.Text.Json;
using Guidon.Delivery.Replays;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Events.Tracking;
using Guidon.Monitoring.Rules;
using Guidon.Receivers;
using Guidon.Receivers.SentryErrors;
using Guidon.Server.Tests.Monitoring;
using Guidon.Server.Tests.Processes;
using Guidon.Server.Tracking;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Tracking;

/// <summary>What goes wrong in an installation reaches the error tracker: once per kind and minute, without a customer's word, and never about itself.</summary>
public sealed class TrackedErrorTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    [Trait("Category", "External")]
    public async Task The_strict_receiver_takes_what_the_trackers_own_client_sends()
    {
        var receiver = new StrictSentryErrors(TimeProvider.System) { Projects = { Key } };
        await using var host = await ReceiverHost.StartAsync(receiver);

        var answer = await SdkProgram.AskAsync("tracked-errors.mjs", new { dsn = DsnOf(host, receiver) });

        Assert.True(answer.GetProperty("flushed").GetBoolean());
        Assert.All(receiver.Findings, finding => Assert.Equal("a key in the address", finding));   // as browsers do; ours stands in a header
        Assert.Empty(receiver.Dropped);
        var tracked = Assert.Single(receiver.Rows, row => row.Kind == "event").Properties;
        Assert.Equal(["webhook", "3", "TypeError"], tracked.GetProperty("fingerprint").EnumerateArray().Select(part => part.GetString()));
        var checkIns = receiver.Rows.Where(row => row.Kind == "check_in").Select(row => row.Properties).ToList();
        Assert.Equal(["in_progress", "ok"], checkIns.Select(row => row.GetProperty("status").GetString()).Order(StringComparer.Ordinal));   // the client sends them side by side, so either may arrive first
        Assert.Single(checkIns.Select(row => row.GetProperty("check_in_id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_mapper_that_throws_is_one_issue_by_integration_version_and_type()
    {
        var receiver = new StrictSentryErrors(TimeProvider.System) { Projects = { Key } };
        await using var host = await ReceiverHost.StartAsync(receiver);
        await using var vendor = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(Tracking(DsnOf(host, receiver)) with { Program = "Guidon.BrokenServer.dll" });
        var started = TimeProvider.System.GetTimestamp();
        var id = await server.CreateAsync("webhook", new { url = new Uri(vendor.Address, "path-of-wonderland"), secret = "secret-of-wonderland" });
        for (var i = 0; i < 20; i++) await server.EvaluateAsync($"identity-of-wonderland-{i}", """[{"trait_key":"plan","trait_value":"value-of-wonderland"}]""");

        JsonElement[] issues = [];
        await Eventually.TrueAsync("it is tracked", () => (issues = Issues(receiver)).Any(issue => issue.GetProperty("tags").GetProperty("log_event").GetString() == "1310"));
        await Eventually.TrueAsync("and so is that its canary is lost", () => receiver.Rows.Any(row => row.Kind == "check_in" && row.Properties.GetProperty("status").GetString() == "error"));

        var issue = issues.First(each => each.GetProperty("tags").GetProperty("log_event").GetString() == "1310");
        Assert.Equal(["webhook", "1", "System.MissingMethodException"], issue.GetProperty("fingerprint").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal(("webhook", "1", $"{id}", server.ClientKey), (Tag(issue, "vendor"), Tag(issue, "mapper_version"), Tag(issue, "destination"), Tag(issue, "env")));
        Assert.Equal("production", issue.GetProperty("environment").GetString());   // how the installation is called there
        var frames = issue.GetProperty("exception").GetProperty("values")[0].GetProperty("stacktrace").GetProperty("frames").EnumerateArray().ToList();
        Assert.Contains("ThrowingIntegration", frames[^1].GetProperty("module").GetString(), StringComparison.Ordinal);
        var told = Issues(receiver).Count(each => Tag(each, "log_event") == "1310");
        Assert.InRange(told, 1, 1 + (int)Math.Ceiling(TimeProvider.System.GetElapsedTime(started).TotalMinutes));   // one a minute, however slow the machine is
        Assert.All(receiver.Requests, request => Assert.DoesNotContain("wonderland", System.Text.Encoding.UTF8.GetString(request.Body), StringComparison.Ordinal));
        Assert.All(receiver.Requests, request => Assert.DoesNotContain("get_flags", System.Text.Encoding.UTF8.GetString(request.Body), StringComparison.Ordinal));
        Assert.Empty(receiver.Findings);
        Assert.Empty(receiver.Dropped);
    }

    [Fact]
    public void Each_kind_is_let_through_once_a_minute_with_its_number()
    {
        var limit = new ErrorLimit();
        var start = SomeEvents.Start;

        long?[] taken = [.. Enumerable.Range(0, 130).Select(second => limit.Take("one", start.AddSeconds(second)))];

        Assert.Equal([(0, 1), (60, 60), (120, 60)], taken.Select((count, second) => (second, count)).Where(each => each.count is not null).Select(each => (each.second, each.count!.Value)));
        Assert.Equal(1, limit.Take("two", start));
        var kinds = Enumerable.Range(0, 2_000).Count(kind => limit.Take($"kind {kind}", start.AddSeconds(130)) is not null);
        Assert.InRange(kinds, 1, 500);
    }

    [Fact]
    public void Many_kinds_that_are_held_back_do_not_keep_a_new_one_from_being_heard()
    {
        var limit = new ErrorLimit();
        var start = SomeEvents.Start;
        for (var kind = 0; kind < 500; kind++)
        {
            limit.Take($"kind {kind}", start.AddMilliseconds(kind));
            limit.Take($"kind {kind}", start.AddMilliseconds(kind));   // one is held of each
        }

        Assert.Null(limit.Take("new", start.AddSeconds(59)));
        Assert.Equal(1, limit.Take("new", start.AddSeconds(61)));
        Assert.Equal(2, limit.Take("kind 499", start.AddSeconds(62)));   // the others keep their number
    }

    [Fact]
    public async Task A_replay_whose_end_the_node_before_did_not_tell_is_told()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        var id = await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Guidon.Integrations.Catalog.Find("webhook")!]);
        await bench.PassAsync(TimeSpan.FromMinutes(1), () => bench.AppendAsync("alice"));
        var created = await bench.Replays.CreateAsync(new ReplayRequest { DestinationId = id, Mode = ReplayMode.RemapAll, Filter = new ReplayFilter() }, "test", default);
        await Eventually.TrueAsync("it is done", async () =>
        {
            await bench.LookAsync();
            return (await bench.Replays.FindAsync(created!.Value.Replay.Id, default))?.State == ReplayState.Done;
        });
        var tracker = new ErrorTracker(new EventIdSource(bench.Clock, new Random(1)), "node", bench.Clock);
        tracker.Start(bench.Storage.EventLog, new AppendSignal(), ownDestination: 7, NullLogger<ErrorTracker>.Instance);
        var checkIns = new CheckIns(tracker, bench.Storage.Replays, bench.Clock);
        var scene = new Scene { Now = bench.Clock.GetUtcNow(), Steady = TimeSpan.Zero, Destinations = [], Node = new NodeReading() };

        await checkIns.LookAsync(scene, _ => false, default);
        await checkIns.LookAsync(scene, _ => false, default);
        await checkIns.LookAsync(scene with { Now = scene.Now.AddDays(2) }, _ => false, default);
        await tracker.DisposeAsync();

        var told = Assert.Single(await bench.Storage.EventLog.ReadAsync(EventStream.Errors, 0, 10, default));
        Assert.Equal(("guidon-replay-1", TrackedState.Well), (TrackedEventEncoding.Decode(told).Tracked?.CheckIn?.Monitor, TrackedEventEncoding.Decode(told).Tracked?.CheckIn?.State));
    }

    [Fact]
    public async Task What_is_logged_about_the_trackers_own_destination_is_not_tracked()
    {
        var folder = Directory.CreateTempSubdirectory("guidon-tracking-");
        var opening = SqliteStorage.Open(folder.FullName, TimeProvider.System, NullLoggerFactory.Instance);
        await using var storage = opening.Storage ?? throw new InvalidOperationException(opening.Error);
        var tracker = new ErrorTracker(new EventIdSource(TimeProvider.System, new Random(1)), "node", TimeProvider.System);
        tracker.Start(storage.EventLog, new AppendSignal(), ownDestination: 7, NullLogger<ErrorTracker>.Instance);
        var logger = tracker.CreateLogger("Guidon.Delivery.DeliveryService");

        Log(logger, destination: 7);
        Log(logger, destination: 8);
        await tracker.DisposeAsync();

        var tracked = TrackedEventEncoding.Decode(Assert.Single(await storage.EventLog.ReadAsync(EventStream.Errors, 0, 10, default))).Tracked;
        Assert.Equal(8, tracked?.Error?.Destination);
    }

    private static void Log(ILogger logger, int destination) =>
        LoggerMessage.Define<int>(LogLevel.Error, new EventId(1), "Destination {Destination} failed")(logger, destination, new InvalidOperationException("message-of-wonderland"));

    private static ServerSettings Tracking(string dsn) => new()
    {
        Variables = new Dictionary<string, string>
        {
            ["GUIDON_ErrorTracking__Dsn"] = dsn, ["GUIDON_Monitoring__EvaluationSeconds"] = "1", ["GUIDON_Delivery__LedgerSeconds"] = "1",
        },
    };

    private static string DsnOf(ReceiverHost host, StrictSentryErrors receiver) => host.AddressOf(receiver).Replace("http://", $"http://{Key}@", StringComparison.Ordinal) + "/42";

    private static JsonElement[] Issues(StrictSentryErrors receiver) => [.. receiver.Rows.Where(row => row.Kind == "event").Select(row => row.Properties)];

    private static string? Tag(JsonElement issue, string name) => issue.GetProperty("tags").Text(name);
}
