using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>Order per identity and destination holds always; an identity that is blocked blocks nobody else.</summary>
public sealed class DeliveryOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Row", "ORD-01, E15")]
    public async Task Order_per_identity_holds_when_the_receiver_fails_at_random(int seed)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync(seed);
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var chance = new Random(seed);
        var taken = new List<(string Identifier, Guid Id)>();
        receiver.Answer = request =>
        {
            if (chance.Next(2) == 0) return 503;
            taken.Add((request.Json.GetProperty("identity").GetString()!, Guid.Parse(request.Header("webhook-id")!)));
            return 200;
        };
        bench.Start();
        string[] identifiers = [.. Enumerable.Range(0, 100).Select(_ => $"user-{chance.Next(5)}")];
        var ids = await bench.AppendAsync(identifiers);

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(100, ledger.Delivered);
        foreach (var identifier in identifiers.Distinct())
        {
            var expected = ids.Where((_, i) => identifiers[i] == identifier);
            var actual = taken.Where(one => one.Identifier == identifier).Select(one => one.Id);
            Assert.True(expected.SequenceEqual(actual), $"Seed {seed}: {identifier} came out of order.");
        }
    }

    [Fact]
    [Trait("Row", "ORD-04")]
    public async Task After_an_outage_an_identity_gets_its_newest_state_once_and_its_whole_history_in_order()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => 503;
        bench.Start(new PlainIntegration(recordsMax: 100)
        {
            IsProfile = true,
            Mapper = happened => Mapping.Mapped(Json($"state {happened.Sequence}"), Json($"history {happened.Sequence}")) with { States = 1 },
        });
        await bench.AppendAsync([.. Enumerable.Repeat("a", 500)]);
        await bench.PassAsync(TimeSpan.FromHours(1));
        receiver.Answer = _ => 200;
        var before = receiver.Requests.Count;

        var ledger = await bench.DrainAsync(destination);

        var sent = receiver.Requests.Skip(before).SelectMany(request => request.Json.EnumerateArray().Select(each => each.GetString())).ToList();
        Assert.Equal(500, ledger.Delivered);
        Assert.Equal([.. Enumerable.Range(1, 499).Select(n => $"history {n}"), "state 500", "history 500"], sent);

        static byte[] Json(string text) => System.Text.Encoding.UTF8.GetBytes($"\"{text}\"");
    }

    [Fact]
    [Trait("Row", "ORD-03")]
    public async Task After_a_restart_no_older_state_follows_one_that_the_receiver_has()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        var plain = new PlainIntegration
        {
            IsProfile = true,
            Mapper = happened => Mapping.Mapped(Json($"state {happened.Sequence}"), Json($"history {happened.Sequence}")) with { States = 1 },
            // The older one is to wait; of the newer one the state was taken and the history was not.
            Reader = (_, records) => BatchVerdict.ByRecord("some", [.. records.Select(record => record.Json.Span.SequenceEqual(Json("state 2")) ? RecordVerdict.Delivered : RecordVerdict.LeaveAlone(TimeSpan.FromHours(1)))]),
        };
        bench.Start(plain);
        await bench.AppendAsync("a", "a");
        await bench.DriveAsync("the store knows", async () => (await bench.Storage.Doubts.EarlierAsync(destination, default)).Told.SetEquals([2]));
        var before = receiver.Requests.Count;

        plain.Reader = (answer, _) => StatusVerdict.Of(answer);
        await bench.RestartAsync(plain);
        await bench.DrainAsync(destination);

        Assert.Equal(["history 1", "state 2", "history 2"], receiver.Requests.Skip(before).SelectMany(request => request.Json.EnumerateArray().Select(each => each.GetString())));

        static byte[] Json(string text) => System.Text.Encoding.UTF8.GetBytes($"\"{text}\"");
    }

    [Fact]
    [Trait("Row", "ORD-02")]
    public async Task An_identity_is_delivered_while_another_is_blocked()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var isBlocked = true;
        receiver.Answer = request => isBlocked && request.Json.GetProperty("identity").GetString() == "a" ? 503 : 200;
        bench.Start();
        var ids = await bench.AppendAsync("a", "b", "a", "b");

        await Eventually.TrueAsync(
            "b arrived while a waits", () => ids.Where((_, i) => i % 2 == 1).All(DeliveryFaultTests.Arrived(receiver).Contains));
        Assert.Equal(4, (await bench.StatusAsync(destination)).Ledger.Pending);   // the cursor waits for a
        isBlocked = false;

        Assert.Equal(4, (await bench.DrainAsync(destination)).Delivered);
        Assert.Equal([ids[0], ids[2]], DeliveryFaultTests.FirstArrivals(receiver, "a"));
    }

    [Fact]
    [Trait("Row", "ORD-05")]
    public async Task At_most_one_request_of_an_identity_and_eight_in_all_are_in_flight()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var hanging = true;
        receiver.Answer = _ => hanging ? new Reply(200, Fault: ReplyFault.Hang) : 200;
        bench.Start();
        await bench.AppendAsync([.. Enumerable.Range(0, 40).Select(n => $"user-{n % 20}")]);

        await Eventually.TrueAsync("eight hang", () => receiver.Requests.Count == 8);
        Assert.Equal(8, receiver.Requests.Select(request => request.Json.GetProperty("identity").GetString()).Distinct().Count());
        hanging = false;
        bench.Clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(40, (await bench.DrainAsync(destination)).Delivered);
    }
}
