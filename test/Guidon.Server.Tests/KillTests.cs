using System.Globalization;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>SIGKILL after the answer and before the delivery: what was acknowledged arrives. Changes are killed in <see cref="Crashes.CrashTests"/>.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Identities = 8;

    [Fact]
    [Trait("Row", "CAP-07")]
    [Trait("Row", "D01")]
    public Task Every_acknowledged_evaluation_survives_50_kills_with_a_receiver_that_is_down_half_of_the_time() => RunAsync(kills: 50);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Every_acknowledged_evaluation_survives_1000_kills() => RunAsync(kills: 1_000);

    private async Task RunAsync(int kills)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var receiver = await RecordingReceiver.StartAsync();
        var taken = new List<ReceivedRequest>();
        var server = await GuidonProcess.StartAsync();
        var load = new EvaluationLoad(Identities);
        await server.CreateAsync("webhook", new { url = new Uri(receiver.Address, "hook").ToString() });
        for (var kill = 0; kill < kills; kill++)
        {
            receiver.Answer = kill % 2 == 0 ? _ => 503 : Take;
            using var stop = new CancellationTokenSource();
            var calls = load.RunAsync(server, stop.Token);
            var (before, wanted) = (load.Acknowledged.Count, random.Next(1, 200));
            await Eventually.TrueAsync("the load is under way", () => load.Acknowledged.Count >= before + wanted);
            await server.KillAsync();
            await calls;
            await using var killed = server;
            server = await GuidonProcess.StartAsync(ServerSettings.Again(killed));
        }

        receiver.Answer = Take;
        await using (server)
        {
            var ledger = await server.DrainAsync("webhook");
            output.WriteLine($"{load.Acknowledged.Count} acknowledged, {receiver.Requests.Count} requests, {ledger}");
            Check(load, taken);
            Assert.Empty(await server.FindingsAsync());
        }

        Reply Take(ReceivedRequest request)
        {
            taken.Add(request);   // the receiver calls one at a time
            return 200;
        }
    }

    private static void Check(EvaluationLoad load, List<ReceivedRequest> taken)
    {
        var accepted = taken.Select(Arrival.Of).ToList();
        var byEvent = accepted.ToLookup(arrival => (arrival.Identity, arrival.Number));
        Assert.DoesNotContain(load.Acknowledged, each => !byEvent.Contains((each.Identity, each.Number)));
        foreach (var same in byEvent) Assert.Single(same.Select(arrival => (arrival.Id, arrival.OccurredAt)).Distinct());
        foreach (var each in load.Acknowledged)
        {
            var arrival = byEvent[(each.Identity, each.Number)].First();
            Assert.InRange(arrival.OccurredAt, each.SentAt.AddMilliseconds(-1), each.AnsweredAt.AddMilliseconds(1));
        }

        foreach (var identity in accepted.GroupBy(arrival => arrival.Identity))
        {
            // Duplicates may come late; what comes for the first time comes in order.
            var first = identity.Select(arrival => arrival.Number).Distinct().ToList();
            Assert.Equal(first.Order(), first);
        }
    }

    private sealed record Arrival(string Identity, int Number, string Id, DateTimeOffset OccurredAt)
    {
        internal static Arrival Of(ReceivedRequest request)
        {
            var body = request.Json;
            var trait = body.GetProperty("traits").EnumerateArray().Single(each => each.GetProperty("trait_key").GetString() == "n");
            return new Arrival(
                body.GetProperty("identity").GetString() ?? "",
                trait.GetProperty("trait_value").GetInt32(),
                request.Header("webhook-id") ?? "",
                DateTimeOffset.Parse(request.Header("Guidon-Event-Time") ?? "", CultureInfo.InvariantCulture));
        }
    }
}
