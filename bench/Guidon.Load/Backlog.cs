using System.Diagnostics;

namespace Guidon.Load;

/// <summary>How fast a destination that was paused drains what waited for it, and what live traffic notices of that.</summary>
internal static class Backlog
{
    private const int FillConnections = 64;
    private const int LiveConnections = 4;
    private const int FillSeconds = 5;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    internal static async Task RunAsync(LoadOptions options)
    {
        using var client = new HttpClient();
        await using var upstream = await Upstream.StartAsync(CancellationToken.None);
        Console.WriteLine("| destination | backlog | drained/s | requests/s | live p99 ms before | while draining | MiB | residual |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (kind, events) in options.Events is { } one ? [("batch", one)] : ((string, int)[])[("batch", 100_000), ("batch", 1_000_000), ("webhook", 100_000)])
        {
            if (kind.Contains(options.Only, StringComparison.OrdinalIgnoreCase)) await DrainAsync(options, client, upstream, kind, events);
        }
    }

    private static async Task DrainAsync(LoadOptions options, HttpClient client, Upstream upstream, string kind, int events)
    {
        await using var receiver = await Receiver.StartAsync(client, CancellationToken.None);
        object destination = kind == "webhook"
            ? new { integration = "webhook", settings = new { url = receiver.Address } }
            : new { integration = "amplitude", settings = new { api_key = "load", base_url = receiver.Address } };
        await using var guidon = await GuidonServer.StartAsync(options.Server, upstream.Address, destination, client, CancellationToken.None);
        var scenario = new Scenario(kind, "POST", "/api/v1/identities/", GuidonServer.EnvironmentKey, Comparison.KnownIdentity());
        await WarmUpAsync(guidon, scenario);
        await guidon.TellAsync("pause", CancellationToken.None);
        while ((await guidon.ReadLedgerAsync(CancellationToken.None)).Pending < events)
            await new Measurement().AddRoundAsync(guidon.Address, scenario, FillConnections, FillSeconds, CancellationToken.None);
        var before = new Measurement();
        await before.AddRoundAsync(guidon.Address, scenario, LiveConnections, options.Seconds, CancellationToken.None);
        var start = await guidon.ReadLedgerAsync(CancellationToken.None);
        var requestsBefore = await receiver.CountAsync(CancellationToken.None);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();
        await guidon.TellAsync("resume", CancellationToken.None);
        var live = new Measurement();
        var loading = live.AddRoundAsync(guidon.Address, scenario, LiveConnections, options.Seconds, CancellationToken.None);
        long delivered = 0;
        while (delivered < start.Pending)
        {
            if (watch.Elapsed > s_longest) throw new LoadException($"{delivered} of {start.Pending} events were delivered in {watch.Elapsed.TotalSeconds:0} s");
            await timer.WaitForNextTickAsync();
            delivered = await guidon.ReadDeliveredAsync(CancellationToken.None) - start.Delivered;
        }

        var (seconds, requests, mebibytes) = (watch.Elapsed.TotalSeconds, await receiver.CountAsync(CancellationToken.None) - requestsBefore, guidon.ResidentMebibytes);
        await loading;
        await guidon.DrainAsync(CancellationToken.None);
        var end = await guidon.ReadLedgerAsync(CancellationToken.None);
        Console.WriteLine(
            $"| {kind} | {start.Pending:#,0} | {delivered / seconds:#,0} | {requests / seconds:#,0} "
            + $"| {before.Milliseconds(0.99):0.00} | {live.Milliseconds(0.99):0.00} | {mebibytes} | {end.Residual} |");
    }

    /// <summary>A small backlog that is drained beside requests, so that what is measured was compiled before: tiering up took a fifth of the machine.</summary>
    private static async Task WarmUpAsync(GuidonServer guidon, Scenario scenario)
    {
        foreach (var (told, connections) in ((string, int)[])[("pause", FillConnections), ("resume", LiveConnections)])
        {
            await guidon.TellAsync(told, CancellationToken.None);
            await new Measurement().AddRoundAsync(guidon.Address, scenario, connections, FillSeconds, CancellationToken.None);
        }

        await guidon.DrainAsync(CancellationToken.None);
    }
}
