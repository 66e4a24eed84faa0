using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Nodes;

/// <summary>SIGKILL to PostgreSQL in the middle of changes and evaluations, with fsync on.</summary>
[Trait("Category", "External")]
public sealed class DatabaseCrashTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Row", "D13")]
    [Trait("Row", "D14")]
    public Task What_was_acknowledged_survives_5_kills_of_the_database() => RunAsync(kills: 5);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task What_was_acknowledged_survives_50_kills_of_the_database() => RunAsync(kills: 50);

    private async Task RunAsync(int kills)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var cluster = PostgresCluster.Start(isDurable: true);
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Database = cluster.CreateDatabase() });
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.SetModeAsync("strict");   // an answer then means that the event is stored
        var load = new EvaluationLoad(identities: 6);
        var (changed, attempted) = (0, 0);
        using var stop = new CancellationTokenSource();
        var calls = load.RunAsync(server, stop.Token);
        var changes = ChangeAsync();
        for (var kill = 0; kill < kills; kill++)
        {
            var (before, known) = (load.Acknowledged.Count, Volatile.Read(ref changed));
            var wanted = random.Next(10, 200);
            await Eventually.TrueAsync("evaluations are stored", () => load.Acknowledged.Count >= before + wanted);
            await Eventually.TrueAsync("a change is stored", () => Volatile.Read(ref changed) > known);
            cluster.Crash();
            await server.ReadFlagAsync("banner_text");   // answered, whatever the database does
        }

        await stop.CancelAsync();
        await Task.WhenAll(calls, changes);
        await Eventually.TrueAsync("the database is asked again", async () =>
        {
            using var answer = await server.Management.GetAsync("api/guidon/v1/destinations");
            return answer.IsSuccessStatusCode;   // for a moment after a refusal it is not
        });
        var ledger = await server.DrainAsync("webhook");
        output.WriteLine($"{load.Acknowledged.Count} evaluations and {changed} of {attempted} changes acknowledged, {receiver.Requests.Count} requests: {ledger}");
        var taken = receiver.Requests.Select(request => request.Json).Select(json => (
            json.GetProperty("identity").GetString(),
            json.GetProperty("traits").EnumerateArray().Single(each => each.GetProperty("trait_key").GetString() == "n").GetProperty("trait_value").GetInt32())).ToHashSet();
        Assert.DoesNotContain(load.Acknowledged, each => !taken.Contains((each.Identity, each.Number)));
        var shown = int.Parse((await server.ReadFlagAsync("banner_text")).Text ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(shown, changed, attempted);
        Assert.Empty(await server.FindingsAsync());

        // One after the other, each with the next number: what is shown at the end is no older than the last that was acknowledged.
        async Task ChangeAsync()
        {
            var path = await server.FlagPathAsync("banner_text");
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!stop.IsCancellationRequested)
            {
                var number = ++attempted;
                using var content = new StringContent(
                    "{\"environment_default\":{\"value\":{\"type\":\"string\",\"value\":\"" + number + "\"}}}", System.Text.Encoding.UTF8, "application/json");
                if (await IsStoredAsync(path, content)) Volatile.Write(ref changed, number);
                else await pause.WaitForNextTickAsync(CancellationToken.None);
            }
        }

        async Task<bool> IsStoredAsync(string path, HttpContent content)
        {
            try
            {
                using var answer = await server.Management.PatchAsync(path, content, CancellationToken.None);
                return answer.IsSuccessStatusCode;
            }
            catch (OperationCanceledException)
            {
                return false;   // the machine is busy: nobody was told that it is stored
            }
        }
    }
}
