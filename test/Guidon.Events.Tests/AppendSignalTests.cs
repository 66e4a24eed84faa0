namespace Guidon.Events.Tests;

public sealed class AppendSignalTests
{
    private readonly AppendSignal _signal = new();

    [Fact]
    public async Task A_raise_before_the_wait_is_not_lost()
    {
        var seen = _signal.Version(1);
        _signal.Raise(1);

        Assert.NotEqual(seen, await _signal.WaitAsync(1, seen, default));
    }

    [Fact]
    public async Task A_raise_wakes_every_waiter_of_its_environment_and_no_other()
    {
        Task<long>[] waiting = [_signal.WaitAsync(1, 0, default), _signal.WaitAsync(1, 0, default)];
        var other = _signal.WaitAsync(2, 0, default);

        _signal.Raise(1);

        var versions = await Task.WhenAll(waiting);
        Assert.Equal([1, 1], versions);
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_others_waiting()
    {
        using var stop = new CancellationTokenSource();
        var cancelled = _signal.WaitAsync(1, 0, stop.Token);
        var other = _signal.WaitAsync(1, 0, default);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _signal.Raise(1);
        Assert.Equal(1, await other);
    }

    [Fact]
    public async Task No_wake_up_is_lost_between_two_threads()
    {
        const int Rounds = 20_000;
        var consumer = Task.Run(async () =>
        {
            for (var seen = 0L; seen < Rounds;) seen = await _signal.WaitAsync(1, seen, default);
        });

        for (var i = 0; i < Rounds; i++) _signal.Raise(1);

        await consumer.WaitAsync(TimeSpan.FromMinutes(2));
    }
}
