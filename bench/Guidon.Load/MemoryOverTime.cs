namespace Guidon.Load;

/// <summary>What the server holds while it is asked without a pause for <see cref="s_total"/>, with a destination that takes everything.</summary>
internal static class MemoryOverTime
{
    private const int RoundSeconds = 30;
    private static readonly TimeSpan s_total = TimeSpan.FromMinutes(10);

    internal static async Task RunAsync(LoadOptions options)
    {
        using var client = new HttpClient();
        await using var upstream = await Upstream.StartAsync(CancellationToken.None);
        await using var receiver = await Receiver.StartAsync(client, CancellationToken.None);
        var destination = new { integration = "amplitude", settings = new { api_key = "load", base_url = receiver.Address } };
        await using var guidon = await GuidonServer.StartAsync(options.Server, upstream.Address, destination, client, CancellationToken.None);
        var scenario = new Scenario("known identity", "POST", "/api/v1/identities/", GuidonServer.EnvironmentKey, Comparison.KnownIdentity());
        Console.WriteLine("| seconds | MiB | requests/s | p99 ms | pending |");
        Console.WriteLine("|---:|---:|---:|---:|---:|");
        for (var seconds = RoundSeconds; seconds <= s_total.TotalSeconds; seconds += RoundSeconds)
        {
            var round = new Measurement();
            await round.AddRoundAsync(guidon.Address, scenario, options.Connections, RoundSeconds, CancellationToken.None);
            var pending = (await guidon.ReadLedgerAsync(CancellationToken.None)).Pending;
            Console.WriteLine($"| {seconds} | {guidon.ResidentMebibytes} | {round.RequestsPerSecond:#,0} | {round.Milliseconds(0.99):0.00} | {pending:#,0} |");
        }

        await guidon.DrainAsync(CancellationToken.None);
        var end = await guidon.ReadLedgerAsync(CancellationToken.None);
        Console.WriteLine($"{end.Accepted:#,0} accepted, {end.Delivered:#,0} delivered, residual {end.Residual}.");
    }
}
