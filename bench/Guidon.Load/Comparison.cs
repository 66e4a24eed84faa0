using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Guidon.Load;

/// <summary>One run: both servers up at the same time, loaded in turn, so that a busy or throttled machine disturbs both alike.</summary>
internal static class Comparison
{
    private const string KnownIdentity = """{"identifier":"load-known","traits":[{"trait_key":"plan","trait_value":"pro"},{"trait_key":"age","trait_value":42}]}""";
    private static readonly TimeSpan s_drainLongest = TimeSpan.FromMinutes(3);

    internal static async Task RunAsync(LoadOptions options)
    {
        using var ended = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            ended.Cancel();
        };
        using var client = new HttpClient();
        await using var receiver = await Receiver.StartAsync(ended.Token);
        await using var guidon = await GuidonServer.StartAsync(options.Server, client, ended.Token);
        Report.Start(options);
        var flags = new Scenario("`GET /api/v1/flags/`", "GET", "/api/v1/flags/", guidon.EnvironmentKey, Body: null);
        var identity = new Scenario("`POST /api/v1/identities/`, known identity", "POST", "/api/v1/identities/", guidon.EnvironmentKey, KnownIdentity);
        // The first request makes the identity known; the captured one is as all that follow.
        await CapturedAnswer.CaptureAsync(client, guidon.Address, identity, ended.Token);
        var answers = await CaptureAsync(client, guidon.Address, [flags, identity], ended.Token);
        await using var floor = await StartFloorAsync(client, answers, ended.Token);
        var floorAnswers = await CaptureAsync(client, floor.Address, [flags, identity], ended.Token);
        if (!answers.Zip(floorAnswers).All(pair => pair.First.IsSameAs(pair.Second))) throw new LoadException("the floor does not answer as Guidon does, so the comparison would lie");

        await CompareAsync(options, floor.Address, guidon, flags, ended.Token);
        await CompareAsync(options, floor.Address, guidon, identity, ended.Token);
        await guidon.AddWebhookAsync(receiver.Address, ended.Token);
        var drained = await CompareAsync(options, floor.Address, guidon, identity with { Name = identity.Name + ", one webhook" }, ended.Token);
        Report.End(drained, await guidon.ReadLedgerAsync(ended.Token), receiver.Count);
    }

    private static async Task<List<CapturedAnswer>> CaptureAsync(HttpClient client, Uri server, Scenario[] scenarios, CancellationToken cancellation)
    {
        var captured = new List<CapturedAnswer>();
        foreach (var scenario in scenarios) captured.Add(await CapturedAnswer.CaptureAsync(client, server, scenario, cancellation));
        return captured;
    }

    private static async Task<ServerProcess> StartFloorAsync(HttpClient client, List<CapturedAnswer> answers, CancellationToken cancellation)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(answers), cancellation);
        var floor = ServerProcess.Start(address => [Assembly.GetExecutingAssembly().Location, "floor", file, address], new Dictionary<string, string>());
        await floor.WaitUntilReadyAsync(client, "/", anyAnswer: true, cancellation);
        File.Delete(file);
        return floor;
    }

    /// <returns>How long Guidon needed after its rounds to deliver what was still pending; zero without a destination.</returns>
    private static async Task<TimeSpan> CompareAsync(LoadOptions options, Uri floorAddress, GuidonServer guidon, Scenario scenario, CancellationToken cancellation)
    {
        var (floor, real, drained) = (new Measurement(), new Measurement(), TimeSpan.Zero);
        // A round that is thrown away: the just-in-time compiler is done with both before anything counts.
        await new Measurement().AddRoundAsync(floorAddress, scenario, options.Connections, options.Seconds, cancellation);
        await new Measurement().AddRoundAsync(guidon.Address, scenario, options.Connections, options.Seconds, cancellation);
        await DrainAsync(guidon, cancellation);
        for (var round = 0; round < options.Rounds; round++)
        {
            await floor.AddRoundAsync(floorAddress, scenario, options.Connections, options.Seconds, cancellation);
            await real.AddRoundAsync(guidon.Address, scenario, options.Connections, options.Seconds, cancellation);
            // Deliveries that go on would slow the floor's next round and flatter Guidon.
            drained += await DrainAsync(guidon, cancellation);
        }
        Report.Row(scenario.Name, floor, real);
        return drained;
    }

    private static async Task<TimeSpan> DrainAsync(GuidonServer guidon, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await guidon.ReadLedgerAsync(cancellation) is { Pending: > 0 } ledger)
        {
            if (watch.Elapsed > s_drainLongest) throw new LoadException($"after {watch.Elapsed.TotalSeconds:0} s there are still {ledger.Pending} events pending");
            await timer.WaitForNextTickAsync(cancellation);
        }
        return watch.Elapsed;
    }
}
