namespace Guidon.Events.Retention;

/// <summary>
/// The time that retention goes by. A wall clock that jumps ahead is not believed until it has stood by that for an hour: an
/// administrator's slip must not expire events two days early. Used by one loop.
/// </summary>
public sealed class BelievedClock(TimeProvider time)
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_proof = TimeSpan.FromHours(1);

    private DateTimeOffset _believed = time.GetUtcNow();
    private long _stamp = time.GetTimestamp();
    private TimeSpan _ahead;   // how long the wall clock has been ahead

    /// <summary>The time to go by; what passed since the last call is always believed.</summary>
    public DateTimeOffset Now()
    {
        var passed = time.GetElapsedTime(_stamp);
        _stamp = time.GetTimestamp();
        _believed += passed;
        var wall = time.GetUtcNow();
        _ahead = wall > _believed + s_tolerance ? _ahead + passed : TimeSpan.Zero;
        // Back is always believed: it only keeps events longer.
        if (wall <= _believed + s_tolerance || _ahead >= s_proof) _believed = wall;
        return _believed;
    }
}
