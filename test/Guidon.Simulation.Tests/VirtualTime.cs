namespace Guidon.Simulation.Tests;

/// <summary>The clocks of one simulated machine: the steady one is the agenda's, the wall clock can be set apart from it.</summary>
internal sealed class VirtualTime(Agenda agenda, bool hurries = false) : TimeProvider
{
    /// <summary>How far the wall clock is off.</summary>
    internal TimeSpan WallOffset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(agenda.Now, TimeSpan.Zero) + WallOffset;

    public override long GetTimestamp() => agenda.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(agenda, hurries, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
