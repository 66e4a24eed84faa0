using System.Globalization;
using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>SIGKILL after the answer and before the delivery, and in the middle of a change: what was acknowledged arrives, and nothing is there by half.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Identities = 8;
    private const string Flag = "banner_text";

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
        await using var listener = await RecordingReceiver.StartAsync();
        var taken = new List<ReceivedRequest>();
        var server = await GuidonProcess.StartAsync();
        var (load, author) = (new EvaluationLoad(Identities), new ChangeLoad(await server.FlagPathAsync(Flag)));
        await server.CreateAsync("webhook", new { url = new Uri(receiver.Address, "hook").ToString() });
        await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{server.ClientKey}/webhooks/", $$"""{"url":"{{listener.Address}}"}""");
        for (var kill = 0; kill < kills; kill++)
        {
            receiver.Answer = kill % 2 == 0 ? _ => 503 : Take;
            using var stop = new CancellationTokenSource();
            var calls = Task.WhenAll(load.RunAsync(server, stop.Token), author.RunAsync(server, stop.Token));
            var (before, changed) = (load.Acknowledged.Count, author.Acknowledged.Count);
            // Every second time a change came through as well: a start's first one takes long, and most would be killed before it.
            var (wanted, changes) = (random.Next(1, 200), kill % 2);
            await Eventually.TrueAsync("the load is under way", () => load.Acknowledged.Count >= before + wanted && author.Acknowledged.Count >= changed + changes);
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
            await server.DrainAsync("change-webhook");
            output.WriteLine($"{author.Acknowledged.Count} changes acknowledged, {listener.Requests.Count} told");
            await CheckAsync(server, author, listener);
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

    // A change is a row, a document, an event and a record, or none of them.
    private static async Task CheckAsync(GuidonProcess server, ChangeLoad author, RecordingReceiver listener)
    {
        var told = listener.Requests.Select(request => (Id: request.Header("webhook-id"), Value: request.Json.GetProperty("data").GetProperty("new_state").GetProperty("feature_state_value").GetString() ?? ""))
            .DistinctBy(each => each.Id).Select(each => int.Parse(each.Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(told.Order().Distinct(), told);
        Assert.Empty(author.Acknowledged.Except(told));
        Assert.Equal(told[^1].ToString(CultureInfo.InvariantCulture), (await server.ReadFlagAsync(Flag)).Text);
        var stored = await server.ManageAsync(HttpStatusCode.OK, "GET", await server.FlagPathAsync(Flag));
        Assert.Equal(told[^1].ToString(CultureInfo.InvariantCulture), stored.GetProperty("environment_default").GetProperty("value").GetProperty("value").GetString());
        var records = await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/environments/{server.ClientKey}/audit/?related_object_type=FEATURE_STATE&page_size=1");
        Assert.Equal(told.Count, records.GetProperty("count").GetInt32());
        Assert.Equal("[]", (await server.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/audit/verification")).GetRawText());
        Assert.Empty(await server.FindingsAsync());
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
