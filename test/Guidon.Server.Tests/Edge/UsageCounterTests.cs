using Guidon.Doubles;
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
        using var counter = new UsageCounter(store, new RequestCounter(clock), metrics, clock, NullLogger<UsageCounter>.Instance);
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
}
