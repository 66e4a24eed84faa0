using System.Diagnostics;
using Guidon.Delivery.Parking;
using Xunit.Abstractions;

namespace Guidon.Delivery.Tests;

/// <summary>What becomes of events that a receiver would not take.</summary>
public sealed class ParkedEventsTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Row", "PSN-07")]
    public async Task A_retried_event_goes_out_under_the_same_id_once_the_receiver_takes_it()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        var ids = await bench.SettledAsync("a", "b");
        var page = await bench.Parked.ListAsync(new ParkedQuery { Identity = "b" }, default, 10, default);
        var entry = Assert.Single(page.Entries);
        bench.Receiver.Answer = _ => 200;

        Assert.True(await bench.Parked.RetryAsync(entry.Key, default));
        var pending = await bench.LedgerAsync();
        await bench.Bench.DrainAsync(bench.Destination);

        Assert.Equal((1, 1, 1), (pending.Pending, pending.Returned, pending.Parked));
        Assert.Equal(ids[1].ToString(), bench.Receiver.Requests[^1].Header("webhook-id"));
        Assert.Equal((1, 1), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Parked));
        Assert.False(await bench.Parked.RetryAsync(entry.Key, default));
    }

    [Fact]
    public async Task An_event_that_is_refused_again_is_parked_again()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a");

        Assert.Equal(1, await bench.Parked.RetryAsync(new ParkedQuery(), default));
        await bench.Bench.DrainAsync(bench.Destination);

        Assert.Equal(1, (await bench.LedgerAsync()).Parked);
        Assert.Equal(2, bench.Receiver.Requests.Count);
    }

    [Fact]
    [Trait("Row", "E22")]
    public async Task Pages_stay_stable_while_events_before_them_leave()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1) { Mapper = _ => Mapping.Parked("reserved_id", "") });
        await bench.SettledAsync([.. Enumerable.Range(0, 25).Select(n => $"user-{n % 5}")]);
        var first = await bench.Parked.ListAsync(new ParkedQuery(), default, 10, default);

        Assert.Equal(2, await bench.Parked.CancelAsync(new ParkedQuery { Identity = "user-4", To = bench.Bench.Clock.GetUtcNow().AddDays(1) }, "test", "me", default) - 3);
        var second = await bench.Parked.ListAsync(new ParkedQuery(), first.Next!.Value, 10, default);
        var third = await bench.Parked.ListAsync(new ParkedQuery(), second.Next!.Value, 10, default);

        Assert.Equal(8, first.Entries.Count(entry => entry.Identity != "user-4"));
        Assert.Equal(20, first.Entries.Concat(second.Entries).Concat(third.Entries).Where(entry => entry.Identity != "user-4").DistinctBy(entry => entry.Key).Count());
        Assert.Null(third.Next);
        Assert.Equal((5, 20), ((await bench.LedgerAsync()).Cancelled, (await bench.LedgerAsync()).Parked));
        Assert.Empty((await bench.Parked.ListAsync(new ParkedQuery { Reason = "refused" }, default, 10, default)).Entries);
        Assert.Equal(4, (await bench.Parked.ListAsync(new ParkedQuery { DestinationId = bench.Destination, Identity = "user-1" }, default, 4, default)).Entries.Count);
        Assert.Equal(20, await bench.Parked.CountAsync(new ParkedQuery { From = bench.Bench.Clock.GetUtcNow().AddDays(-1) }, default));
    }

    [Fact]
    [Trait("Category", "Nightly")]
    [Trait("Row", "E22")]
    public async Task A_hundred_thousand_parked_events_are_counted_exactly_and_all_go_out_again()
    {
        const int Events = 100_000;
        var plain = new PlainIntegration(recordsMax: 500);
        var mended = plain.Mapper;
        plain.Mapper = _ => Mapping.Parked("reserved_id", "");
        await using var bench = await ReplayBench.StartAsync(plain);
        foreach (var portion in Enumerable.Range(0, Events).Select(n => $"user-{n % 1_000}").Chunk(1_000)) await bench.Bench.AppendAsync(portion);
        await bench.Bench.DrainAsync(bench.Destination);
        var before = Stopwatch.GetTimestamp();
        var last = await bench.Parked.ListAsync(new ParkedQuery(), new ParkedKey(bench.Destination, Events - 1_000), 100, default);
        output.WriteLine($"a page of 100 behind 99,000: {Stopwatch.GetElapsedTime(before).TotalMilliseconds} ms");

        Assert.Equal(Enumerable.Range(Events - 999, 100), last.Entries.Select(entry => (int)entry.Key.Sequence));
        Assert.Equal(Events, await bench.Parked.CountAsync(new ParkedQuery(), default));
        plain.Mapper = mended;
        Assert.Equal(Events, await bench.Parked.RetryAsync(new ParkedQuery(), default));
        await bench.Bench.DrainAsync(bench.Destination);

        Assert.Equal((Events, 0), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Parked));
    }

    [Fact]
    public async Task Retried_events_come_before_replays_and_survive_a_restart()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a", "b");
        bench.Receiver.Answer = _ => 503;
        await bench.Parked.RetryAsync(new ParkedQuery(), default);
        await bench.RestartAsync();
        bench.Receiver.Answer = _ => 200;

        await bench.Bench.DrainAsync(bench.Destination);

        Assert.Equal(2, (await bench.LedgerAsync()).Delivered);
    }
}
