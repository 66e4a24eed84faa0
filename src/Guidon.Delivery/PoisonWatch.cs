namespace Guidon.Delivery;

/// <summary>
/// Tells one bad event from a bad mapper or a receiver that refuses everything: of what a destination settled in the last five minutes, at
/// most one in twenty may be parked for it, and a few always. Beyond that it is our bug or the owner's, and parking would bury it.
/// </summary>
internal sealed class PoisonWatch
{
    private const int AlwaysAllowed = 10;
    private const int SliceSeconds = 10;
    private const int Slices = 30;   // five minutes

    private readonly long[] _slice = new long[Slices];   // which ten seconds an entry counts for
    private readonly int[] _good = new int[Slices];
    private readonly int[] _bad = new int[Slices];

    internal void Good(DateTimeOffset now, int events) => _good[Turn(now)] += events;

    /// <summary>Whether one more may be parked; counts it when so.</summary>
    internal bool TryPark(DateTimeOffset now)
    {
        var at = Turn(now);
        var oldest = _slice[at] - Slices;
        var (good, bad) = (0, 1);
        for (var i = 0; i < Slices; i++)
        {
            if (_slice[i] <= oldest) continue;
            good += _good[i];
            bad += _bad[i];
        }

        if (bad > AlwaysAllowed && bad * 20 > good + bad) return false;
        _bad[at]++;
        return true;
    }

    private int Turn(DateTimeOffset now)
    {
        var slice = now.Ticks / (TimeSpan.TicksPerSecond * SliceSeconds);
        var at = (int)(slice % Slices);
        if (_slice[at] != slice) (_slice[at], _good[at], _bad[at]) = (slice, 0, 0);
        return at;
    }
}
