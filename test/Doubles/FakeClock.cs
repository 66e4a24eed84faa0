namespace Guidon.Doubles;

/// <summary>Time that moves only when a test says so; timers fire in order, at their own time.</summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<FakeTimer> _timers = [];
    private DateTimeOffset _now = start;   // what timers and timestamps go by

    /// <summary>How far the wall clock was set apart from the steady one.</summary>
    public TimeSpan WallOffset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now + WallOffset;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return _now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = new DateTimeOffset(GetTimestamp(), TimeSpan.Zero) + by;
        while (TakeDue(until) is { } timer) timer.Fire();
        lock (_gate) _now = until;
    }

    internal void Schedule(FakeTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            timer.DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : _now + dueTime;
            if (timer.DueAt is null) _timers.Remove(timer);
            else _timers.Add(timer);
        }
    }

    private FakeTimer? TakeDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_timers.Where(timer => timer.DueAt <= until).MinBy(timer => timer.DueAt) is not { DueAt: { } at } due) return null;
            _timers.Remove(due);
            _now = at > _now ? at : _now;
            return due;
        }
    }
}
