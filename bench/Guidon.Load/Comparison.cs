using System.Reflection;
using System.Text.Json;
using Guidon.Bench;

namespace Guidon.Load;

/// <summary>One run: both servers up at the same time, loaded in turn, so that a busy or throttled machine disturbs both alike.</summary>
internal static class Comparison
{
    internal static async Task RunAsync(LoadOptions options)
    {
        using var ended = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            ended.Cancel();
        };
        using var client = new HttpClient();
        await using var upstream = await Upstream.StartAsync(ended.Token);
        Report.Start(options);
        var flags = new Scenario("`GET /api/v1/flags/`", "GET", "/api/v1/flags/", GuidonServer.EnvironmentKey, Body: null);
        var identity = new Scenario("`POST /api/v1/identities/`, known identity", "POST", "/api/v1/identities/", GuidonServer.EnvironmentKey, KnownIdentity());
        await RunAsync(options, client, upstream, destination: null, [flags, identity], ended.Token);
        foreach (var (name, kind) in ((string, string)[])[("one batch destination", "amplitude"), ("one webhook", "webhook")])
            await RunAsync(options, client, upstream, kind, identity with { Name = $"{identity.Name}, {name}" }, ended.Token);
        Report.Ends();
    }

    private static async Task RunAsync(LoadOptions options, HttpClient client, Upstream upstream, string kind, Scenario scenario, CancellationToken cancellation)
    {
        await using var receiver = await Receiver.StartAsync(client, cancellation);
        object destination = kind == "webhook"
            ? new { integration = kind, settings = new { url = receiver.Address } }
            : new { integration = kind, settings = new { api_key = "load", base_url = receiver.Address } };
        var (ledger, drained) = await RunAsync(options, client, upstream, destination, [scenario], cancellation);
        if (ledger.Accepted > 0) Report.End(scenario.Name, drained, ledger, await receiver.CountAsync(cancellation));
    }

    /// <returns>The ledger at the end, and how long Guidon needed after its rounds to deliver what was still pending.</returns>
    private static async Task<(Ledger Ledger, TimeSpan Drained)> RunAsync(
        LoadOptions options, HttpClient client, Upstream upstream, object? destination, Scenario[] scenarios, CancellationToken cancellation)
    {
        scenarios = [.. scenarios.Where(scenario => scenario.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))];
        if (scenarios.Length == 0) return default;
        await using var guidon = await GuidonServer.StartAsync(options.Server, upstream.Address, destination, client, cancellation);
        // The first requests make the identities known, of which each connection has its own; the captured one is as all that follow.
        await new Measurement().AddRoundAsync(guidon.Address, scenarios[^1], options.Connections, 1, cancellation);
        await CaptureAsync(client, guidon.Address, scenarios, cancellation);
        var answers = await CaptureAsync(client, guidon.Address, scenarios, cancellation);
        await using var floor = await StartFloorAsync(client, answers, cancellation);
        var floorAnswers = await CaptureAsync(client, floor.Address, scenarios, cancellation);
        if (!answers.Zip(floorAnswers).All(pair => pair.First.IsSameAs(pair.Second))) throw new LoadException("the floor does not answer as Guidon does, so the comparison would lie");
        var drained = TimeSpan.Zero;
        foreach (var scenario in scenarios) drained += await CompareAsync(options, floor.Address, guidon, scenario, cancellation);
        return (await guidon.ReadLedgerAsync(cancellation), drained);
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

    private static async Task<TimeSpan> CompareAsync(LoadOptions options, Uri floorAddress, GuidonServer guidon, Scenario scenario, CancellationToken cancellation)
    {
        var (floor, real, drained) = (new Measurement(), new Measurement(), TimeSpan.Zero);
        // A round that is thrown away: the just-in-time compiler is done with both before anything counts.
        await new Measurement().AddRoundAsync(floorAddress, scenario, options.Connections, options.Seconds, cancellation);
        await new Measurement().AddRoundAsync(guidon.Address, scenario, options.Connections, options.Seconds, cancellation);
        await guidon.DrainAsync(cancellation);
        for (var round = 0; round < options.Rounds; round++)
        {
            await floor.AddRoundAsync(floorAddress, scenario, options.Connections, options.Seconds, cancellation);
            await real.AddRoundAsync(guidon.Address, scenario, options.Connections, options.Seconds, cancellation);
            // Deliveries that go on would slow the floor's next round and flatter Guidon.
            drained += await guidon.DrainAsync(cancellation);
        }

        Report.Row(scenario.Name, floor, real, guidon.ResidentMebibytes);
        return drained;
    }

    internal static string KnownIdentity()
    {
        var traits = EvaluationDocument.Traits.Select(trait => $$"""{"trait_key":"{{trait.Key}}","trait_value":{{trait.Value.Json}}}""");
        return $$"""{"identifier":"{{EvaluationDocument.Identifier}}","traits":[{{string.Join(',', traits)}}]}""";
    }
}
