namespace Guidon.Events.Tests;

/// <summary>A wall clock that can be set, and a steady one that cannot.</summary>
public sealed class JumpingClock : TimeProvider
{
    private DateTimeOffset _wall = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private long _steady;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _wall;

    public override long GetTimestamp() => _steady;

    public void Pass(TimeSpan time) => (_wall, _steady) = (_wall + time, _steady + time.Ticks);

    public void Jump(TimeSpan by) => _wall += by;
}
