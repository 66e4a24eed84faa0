namespace Guidon.Delivery;

/// <summary>
/// The time that waits are measured by. Starts at the wall clock and then only goes forward at an even pace, so that a wall clock
/// that is set back an hour does not stop deliveries for an hour.
/// </summary>
/// <param name="time">Where both clocks come from.</param>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _stamp = time.GetTimestamp();

    internal TimeProvider Time => time;

    internal DateTimeOffset Now => _start + time.GetElapsedTime(_stamp);
}
