using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

public sealed class WakeupTests
{
    private readonly FakeClock _clock = new(SomeEvents.Start);

    [Fact]
    public async Task Whoever_was_woken_waits_no_more_also_before_there_is_a_thread_for_it()
    {
        using var wake = new Wakeup(new SteadyClock(_clock));
        Assert.False(wake.IsAwaited);
        var waiting = wake.WaitAsync(default);
        var before = wake.IsAwaited;

        wake.Set();
        var after = wake.IsAwaited;
        await waiting;

        Assert.Equal((true, false, false), (before, after, wake.IsAwaited));
        _ = wake.WaitAsync(default);
        Assert.True(wake.IsAwaited);
    }

    [Fact]
    public async Task A_time_that_has_come_wakes_and_a_call_before_the_wait_is_not_lost()
    {
        using var wake = new Wakeup(new SteadyClock(_clock));
        wake.Set();
        Assert.True(wake.WaitAsync(default).IsCompletedSuccessfully);
        var waiting = wake.WaitAsync(default);
        wake.SetAt(SomeEvents.Start.AddSeconds(1));
        Assert.True(wake.IsAwaited);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(wake.IsAwaited);
        await waiting;
    }
}
