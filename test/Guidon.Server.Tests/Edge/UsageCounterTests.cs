using Guidon.Doubles;
using Guidon.Flags;
using Guidon.Server.Edge;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Edge;

public sealed class UsageCounterTests
{
    [Fact]
    public async Task What_was_counted_is_stored_also_when_the_stop_comes_in_the_middle_of_it()
    {
        var clock = new FakeClock(SomeEvents.Start);
        var store = new SlowUsage();
        using var metrics = new EdgeMetrics();
        using var counter = new UsageCounter(store, Guid.Empty, new RequestCounter(clock), metrics, clock, NullLogger<UsageCounter>.Instance);
        await counter.StartAsync(default);
        counter.Add(1, "banner", 5);
        await Eventually.TrueAsync("it is being stored", () =>
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            return store.Calls == 1;
        });

        var stopped = counter.StopAsync(default);
        store.Release();
        await stopped;

        Assert.Equal(5, store.Stored);
    }

    [Fact]
    public async Task What_was_stored_without_an_answer_is_counted_once()
    {
        var clock = new FakeClock(SomeEvents.Start);
        var (store, requests) = (new SlowUsage(), new RequestCounter(clock));
        store.Release();
        store.LoseAnswers(2);
        using var metrics = new EdgeMetrics();
        using var counter = new UsageCounter(store, Guid.Empty, requests, metrics, clock, NullLogger<UsageCounter>.Instance);
        await counter.StartAsync(default);
        for (var flush = 1; flush <= 4; flush++)
        {
            counter.Add(1, "banner", 5);
            requests.Add(1, RequestKind.Flags, 2);
            var before = store.Calls;
            await Eventually.TrueAsync("it was tried", () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return store.Calls > before;
            });
        }

        await counter.StopAsync(default);

        Assert.Equal(4 * (5 + 2), store.Stored);
    }
}
