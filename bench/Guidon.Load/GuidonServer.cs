using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Guidon.Bench;

namespace Guidon.Load;

/// <summary>The real server, as an edge of the comparison's upstream, on an empty data folder.</summary>
internal sealed class GuidonServer(ServerProcess process, HttpClient client, string data) : IAsyncDisposable
{
    private const string ApiKey = "load.0123456789abcdef0123456789abcdef";
    private static readonly TimeSpan s_drainLongest = TimeSpan.FromMinutes(3);

    internal static string EnvironmentKey => EvaluationDocument.Document.ApiKey;

    internal Uri Address => process.Address;

    /// <summary>Resident memory of the process, MiB; 0 where the system does not tell.</summary>
    internal long ResidentMebibytes => process.ResidentMebibytes;

    /// <param name="assembly">The server.</param>
    /// <param name="upstream">Where its document comes from.</param>
    /// <param name="destination">A declaration of one destination as <c>docs/edge-mode.md</c> has it; null for none.</param>
    /// <param name="client">For everything beside the load.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal static async Task<GuidonServer> StartAsync(string assembly, Uri upstream, object? destination, HttpClient client, CancellationToken cancellation)
    {
        if (!File.Exists(assembly)) throw new LoadException($"{assembly} is missing; start from the root of the tree with `dotnet run build.cs -- bench`");
        var data = Directory.CreateTempSubdirectory("guidon-load-").FullName;
        var config = Path.Combine(data, "config.json");
        await File.WriteAllTextAsync(config, Configuration(upstream, destination), cancellation);
        var process = ServerProcess.Start(address => [assembly, "edge", "--config", config, "--urls", address, "--data", Path.Combine(data, "edge")], new Dictionary<string, string>
        {
            ["GUIDON_Bootstrap__ApiKey"] = ApiKey,
            ["GUIDON_Delivery__AllowedNetworks__0"] = "127.0.0.0/8",
        });
        await process.WaitUntilReadyAsync(client, "/proxy/health/readiness", anyAnswer: false, cancellation);
        return new GuidonServer(process, client, data);
    }

    /// <summary>The one destination's ledger; all zeros when there is none.</summary>
    internal async Task<Ledger> ReadLedgerAsync(CancellationToken cancellation)
    {
        using var request = Authorized(HttpMethod.Get, "/api/guidon/v1/destinations");
        using var response = await client.SendAsync(request, cancellation);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellation));
        var destinations = document.RootElement.GetProperty("results");
        if (destinations.GetArrayLength() == 0) return default;
        var ledger = destinations[0].GetProperty("ledger");
        return new Ledger(Count("accepted"), Count("delivered"), Count("pending"), Count("residual"));

        long Count(string name) => ledger.GetProperty(name).GetInt64();
    }

    /// <summary>
    /// Events delivered since the start, by the metric. The ledger counts a million pending events for each answer, and would be the load
    /// that is measured; the metric may be a third of a second old.
    /// </summary>
    internal async Task<long> ReadDeliveredAsync(CancellationToken cancellation)
    {
        var text = await client.GetStringAsync(new Uri(Address, "/metrics"), cancellation);
        return text.Split('\n').Where(line => line.StartsWith("guidon_delivery_delivered_total{", StringComparison.Ordinal))
            .Sum(line => (long)double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
    }

    /// <param name="what"><c>pause</c> or <c>resume</c>; of the one destination.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal async Task TellAsync(string what, CancellationToken cancellation)
    {
        using var request = Authorized(HttpMethod.Post, $"/api/guidon/v1/destinations/1/{what}");
        using var response = await client.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode) throw new LoadException($"{what} was refused: {await response.Content.ReadAsStringAsync(cancellation)}");
    }

    /// <summary>Waits until nothing is pending.</summary>
    /// <returns>How long that took.</returns>
    internal async Task<TimeSpan> DrainAsync(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await ReadLedgerAsync(cancellation) is { Pending: > 0 } ledger)
        {
            if (watch.Elapsed > s_drainLongest) throw new LoadException($"after {watch.Elapsed.TotalSeconds:0} s there are still {ledger.Pending} events pending");
            await timer.WaitForNextTickAsync(cancellation);
        }

        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private HttpRequestMessage Authorized(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Api-Key", ApiKey);
        return request;
    }

    private static string Configuration(Uri upstream, object? destination) => JsonSerializer.Serialize(new
    {
        environment_key_pairs = new[] { new { server_side_key = Upstream.ServerKey, client_side_key = EnvironmentKey } },
        api_url = upstream,
        destinations = destination is null ? Array.Empty<object>() : [destination],
    });
}
