using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>A destination that is held or paused loses nothing, asks rarely, tells once, and drains when it may.</summary>
public sealed class DeliveryHoldTests
{
    [Fact]
    [Trait("Row", "RTY-07")]
    public async Task Nine_days_of_401_cost_few_probes_and_no_event()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var mended = false;
        receiver.Answer = _ => mended ? 200 : 401;
        bench.Start();
        var first = await bench.AppendAsync("a", "b");
        await bench.StateAsync(destination, DestinationState.Held);

        await bench.PassAsync(TimeSpan.FromDays(9), step: TimeSpan.FromHours(1));
        var second = await bench.AppendAsync("a", "c");
        var probes = receiver.Requests.Count;
        Assert.Equal("unauthorized: http 401", (await bench.StatusAsync(destination)).Destination.HeldReason);
        mended = true;
        Assert.Equal(4, (await bench.DrainAsync(destination)).Delivered);

        Assert.InRange(probes, 2, 9 * 24 * 60);
        Assert.Equal([.. first.Order(), .. second.Order()], DeliveryFaultTests.Arrived(receiver).Skip(probes).Order());
        await bench.StateAsync(destination, DestinationState.Active);
    }

    [Fact]
    public async Task A_mended_receiver_is_drained_without_a_wait_after_the_probe_that_found_it()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var mended = false;
        var hasFound = false;
        receiver.Answer = _ => (hasFound = mended) ? 200 : 403;
        bench.Start();
        await bench.AppendAsync([.. Enumerable.Range(0, 500).Select(n => $"user-{n % 50}")]);
        await bench.StateAsync(destination, DestinationState.Held);

        mended = true;
        await bench.DriveAsync("a probe found it", () => Task.FromResult(hasFound));

        await Eventually.TrueAsync("no time passes, and all arrive", async () => (await bench.StatusAsync(destination)).Ledger.Delivered == 500);
    }

    [Theory]
    [InlineData(DestinationState.Paused, null)]
    [InlineData(DestinationState.Held, "by_hand: the receiver moves")]
    [Trait("Row", "OPS-04")]
    public async Task What_a_person_stopped_for_a_week_gets_everything_when_it_is_resumed(DestinationState state, string? reason)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()), ("requests_per_second_max", "10"));
        bench.Start();
        await bench.AppendAsync("before");
        await bench.DrainAsync(destination);
        await bench.Store.StopOrResumeAsync(destination, state, reason, default);
        bench.Service.Changed();
        await Eventually.TrueAsync("it is no longer pumped", async () => (await bench.StatusAsync(destination)).Attempts == 0);

        await bench.AppendAsync([.. Enumerable.Range(0, 100).Select(n => $"user-{n % 10}")]);
        await bench.PassAsync(TimeSpan.FromDays(7), step: TimeSpan.FromHours(1));
        Assert.Single(receiver.Requests);
        await bench.Store.StopOrResumeAsync(destination, DestinationState.Active, null, default);
        bench.Service.Changed();
        var resumedAt = bench.Clock.GetUtcNow();

        Assert.Equal(101, (await bench.DrainAsync(destination)).Delivered);
        Assert.Equal(101, receiver.Requests.Count);
        Assert.InRange((bench.Clock.GetUtcNow() - resumedAt).TotalSeconds, 8, 300);   // its budget holds
    }

    [Fact]
    [Trait("Row", "PSN-06")]
    public async Task A_receiver_that_refuses_everything_is_held_and_only_a_few_events_are_parked()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var mended = false;
        receiver.Answer = _ => mended ? 200 : 400;
        bench.Start();
        await bench.AppendAsync([.. Enumerable.Range(0, 200).Select(n => $"user-{n}")]);
        await bench.StateAsync(destination, DestinationState.Held);

        await bench.PassAsync(TimeSpan.FromMinutes(10));
        var held = await bench.StatusAsync(destination);
        mended = true;
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal("too_many_refused: http 400", held.Destination.HeldReason);
        Assert.Equal((10, 190), (ledger.Parked, ledger.Delivered));
    }
}
