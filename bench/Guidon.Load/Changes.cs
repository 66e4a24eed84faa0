using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guidon.Load;

/// <summary>
/// A burst of flag writes with twenty webhooks, ten of the environment and ten of its organisation, as row 104 of the management checklist wants it. Each
/// connection switches flags of its own to and fro, so that every write is a change.
/// </summary>
internal static class Changes
{
    private const string ApiKey = "load.0123456789abcdef0123456789abcdef";
    private const int Features = 100;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_drainLongest = TimeSpan.FromMinutes(10);

    internal static async Task RunAsync(LoadOptions options)
    {
        var data = Directory.CreateTempSubdirectory("guidon-changes-").FullName;
        using var waiting = new HttpClient();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", ApiKey);
        try
        {
            await using var receiver = await Receiver.StartAsync(waiting, CancellationToken.None);
            await using var server = Server(options, data);
            await server.WaitUntilReadyAsync(waiting, "/health/ready", anyAnswer: false, CancellationToken.None);
            client.BaseAddress = server.Address;
            var (key, features) = await MakeAsync(client, receiver.Address, options.Webhooks);
            Console.WriteLine("| connections | writes/s | p50 ms | p95 ms | server's CPU ms per write | delivered requests/s until the last | residual |");
            Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|");
            // Until then half of the processor compiles.
            await BurstAsync(client, key, features, options.Connections, s_warmUp);
            await DrainAsync(client);
            foreach (var connections in (int[])[1, 8, options.Connections])
            {
                await RowAsync(client, server, key, features, connections, options);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task RowAsync(HttpClient client, ServerProcess server, string key, List<int> features, int connections, LoadOptions options)
    {
        var (used, before) = (server.Used, await LedgerAsync(client));
        var watch = Stopwatch.StartNew();
        var times = await BurstAsync(client, key, features, connections, TimeSpan.FromSeconds(options.Seconds));
        var (burst, spent) = (watch.Elapsed, server.Used - used);
        var after = await DrainAsync(client);
        var (accepted, delivered) = (after.Accepted - before.Accepted, after.Delivered - before.Delivered);
        if (accepted != delivered || accepted < (long)times.Count * options.Webhooks) throw new LoadException($"{times.Count} writes, {accepted} accepted, {delivered} delivered");
        times.Sort();
        Console.WriteLine(
            $"| {connections} | {times.Count / burst.TotalSeconds:0} | {times[times.Count / 2]:0.0} | {times[times.Count * 95 / 100]:0.0} | {spent.TotalMilliseconds / times.Count:0.0} | {delivered / watch.Elapsed.TotalSeconds:0} | {after.Residual} |");
    }

    private static async Task<List<double>> BurstAsync(HttpClient client, string key, List<int> features, int connections, TimeSpan length)
    {
        var end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var loops = Enumerable.Range(0, connections).Select(async connection =>
        {
            List<double> times = [];
            for (var run = 0; Stopwatch.GetTimestamp() < end; run++)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await client.PatchAsJsonAsync(
                    $"/api/__future__/environments/{key}/features/{features[connection % features.Count]}/", new { environment_default = new { value = new { type = "string", value = $"{connection}-{run}-{end}" } } });
                if (!answer.IsSuccessStatusCode) throw new LoadException($"a write was refused: {await answer.Content.ReadAsStringAsync()}");
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            return times;
        });
        return [.. (await Task.WhenAll(loops)).SelectMany(times => times)];
    }

    private static async Task<(string Key, List<int> Features)> MakeAsync(HttpClient client, Uri receiver, int webhooks)
    {
        var key = (await client.GetFromJsonAsync<JsonElement>("/api/v1/environments/?project=1")).GetProperty("results")[0].GetProperty("api_key").GetString() ?? "";
        List<int> features = [];
        for (var at = 0; at < Features; at++) features.Add((await PostAsync(client, "/api/v1/projects/1/features/", new { name = $"flag_{at}", initial_value = "1" })).GetProperty("id").GetInt32());
        for (var at = 0; at < webhooks; at++)
            await PostAsync(client, at % 2 == 0 ? $"/api/v1/environments/{key}/webhooks/" : "/api/v1/organisations/1/webhooks/", new { url = new Uri(receiver, $"/{at}"), enabled = true });
        return (key, features);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : throw new LoadException($"{path} was refused: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<Ledger> DrainAsync(HttpClient client)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await LedgerAsync(client) is var ledger)
        {
            if (ledger.Pending == 0) return ledger;
            if (watch.Elapsed > s_drainLongest) throw new LoadException($"{ledger.Pending} events are still pending");
            await timer.WaitForNextTickAsync();
        }

        return default;
    }

    private static async Task<Ledger> LedgerAsync(HttpClient client)
    {
        var ledgers = (await client.GetFromJsonAsync<JsonElement>("/api/guidon/v1/destinations")).GetProperty("results").EnumerateArray().Select(each => each.GetProperty("ledger")).ToList();
        return new Ledger(Sum("accepted"), Sum("delivered"), Sum("pending"), Sum("residual"));

        long Sum(string name) => ledgers.Sum(each => each.GetProperty(name).GetInt64());
    }

    private static ServerProcess Server(LoadOptions options, string data) => ServerProcess.Start(
        address => [options.Server, "--urls", address, "--data", data, .. options.Database.Length > 0 ? (string[])["--database", options.Database] : []],
        new Dictionary<string, string> { ["GUIDON_Bootstrap__ApiKey"] = ApiKey, ["GUIDON_Delivery__AllowedNetworks__0"] = "127.0.0.0/8" });
}
