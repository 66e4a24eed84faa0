using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>One destination's trouble is nobody else's, and one identity's neither.</summary>
public sealed class DeliveryIsolationTests
{
    [Fact]
    [Trait("Row", "RTY-16, L06")]
    [Trait("Row", "D06")]
    public async Task Fifty_dead_destinations_cost_the_others_neither_order_nor_time()
    {
        await using var dead = await RecordingReceiver.StartAsync();
        await using var alive = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync(environments: 51);
        dead.Answer = _ => new Reply(200, Fault: ReplyFault.Hang);
        var destination = await bench.AddAsync("webhook", ("url", alive.Address.ToString()));
        for (var n = 1; n <= 50; n++) await bench.AddToAsync(n, "webhook", ("url", dead.Address.ToString()));
        bench.Start();
        for (var n = 1; n <= 50; n++) await bench.AppendToAsync(n, [.. Enumerable.Range(0, 10).Select(user => $"user-{user}")]);
        await Eventually.TrueAsync("all their requests hang", () => dead.Hanging == 50 * 8);

        string[] identifiers = [.. Enumerable.Range(0, 200).Select(n => $"user-{n % 7}")];
        var ids = await bench.AppendAsync(identifiers);
        await Eventually.TrueAsync("without time passing all arrive", async () => (await bench.StatusAsync(destination)).Ledger.Delivered == 200);

        Assert.Equal(50 * 8, dead.Hanging);
        foreach (var identifier in identifiers.Distinct())
            Assert.Equal(ids.Where((_, i) => identifiers[i] == identifier), DeliveryFaultTests.FirstArrivals(alive, identifier));
    }

    [Fact]
    [Trait("Row", "L03")]
    public async Task An_identity_with_half_of_all_events_starves_nobody()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        await bench.AppendAsync([.. Enumerable.Range(0, 1_000).Select(n => n % 2 == 0 ? "hot" : $"user-{n}")]);
        bench.Start();

        Assert.Equal(1_000, (await bench.DrainAsync(destination)).Delivered);

        // The hot one has one request at a time, the others share the rest: they are through long before it is.
        var order = receiver.Requests.Select(request => request.Json.GetProperty("identity").GetString()).ToList();
        Assert.True(order.FindLastIndex(identity => identity != "hot") < order.FindLastIndex(identity => identity == "hot"));
    }

    [Fact]
    public async Task A_few_identities_that_the_receiver_never_takes_do_not_open_the_breaker_for_the_rest()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = request => request.Text.Contains("\"bad-", StringComparison.Ordinal) ? 503 : 200;
        bench.Start();
        await bench.AppendAsync([.. Enumerable.Range(0, 8).Select(n => $"bad-{n}"), .. Enumerable.Range(0, 20).Select(n => $"good-{n}")]);
        await bench.PassAsync(TimeSpan.FromMinutes(5));
        var before = receiver.Requests.Count;

        await bench.AppendAsync("good-1");

        await Eventually.TrueAsync(
            "a good one arrives without time passing",
            () => receiver.Requests.Skip(before).Any(request => request.Text.Contains("\"good-1\"", StringComparison.Ordinal)));
        Assert.Equal(29, (await bench.StatusAsync(destination)).Ledger.Pending);   // the cursor waits for the bad ones
    }
}
