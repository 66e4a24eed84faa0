namespace Guidon.Server.Drills;

/// <summary>Time that moves only when the drill says so: days of an incident pass in seconds, and no busy machine changes what is measured.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];   // those that are due some day; under the gate
    private DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on to the next moment at which something is due and fires what is, or to the end when nothing is before it.</summary>
    internal void AdvanceTowards(DateTimeOffset end)
    {
        DateTimeOffset moment;
        lock (_gate)
        {
            var next = _timers.Select(timer => timer.DueAt).Append(end).Min();
            if (next > _now) _now = next;
            moment = _now;
        }

        while (TakeDue(moment) is { } timer) timer.Fire();
    }

    private Timer? TakeDue(DateTimeOffset moment)
    {
        lock (_gate)
        {
            var due = _timers.Where(timer => timer.DueAt <= moment).MinBy(timer => timer.DueAt);
            if (due is not null) _timers.Remove(due);
            return due;
        }
    }

    private sealed class Timer(SteppedTime time, Action fire) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        internal DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                DueAt = time._now + dueTime;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero) Change(_period, _period);
            fire();
        }
    }
}
