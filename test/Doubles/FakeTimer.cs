namespace Guidon.Doubles;

/// <summary>A timer of the <see cref="FakeClock"/>.</summary>
public sealed class FakeTimer(FakeClock clock, Action callback) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    internal DateTimeOffset? DueAt { get; set; }   // only under the clock's gate

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        clock.Schedule(this, dueTime);
        return true;
    }

    public void Dispose() => clock.Schedule(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire()
    {
        if (_period > TimeSpan.Zero) clock.Schedule(this, _period);
        callback();
    }
}
