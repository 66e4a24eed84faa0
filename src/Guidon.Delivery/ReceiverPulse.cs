namespace Guidon.Delivery;

/// <summary>
/// Notices that a receiver fails whoever the identity is, and then lets the identities that failed already do the asking, so that
/// ten thousand waiting identities do not become ten thousand attempts. The first success opens all lanes.
/// </summary>
/// <param name="lanesMax">So many different identities in a row make a failing receiver.</param>
/// <param name="schedule">How often one more identity is tried meanwhile.</param>
internal sealed class ReceiverPulse(int lanesMax, RetrySchedule schedule)
{
    private int _failingInRow;

    /// <summary>When one more identity may be tried; <see langword="null"/> when all may.</summary>
    internal DateTimeOffset? FreshAt { get; private set; }

    internal bool MayStartFresh(DateTimeOffset now) => FreshAt is not { } at || now >= at;

    /// <summary>An identity that had not failed was started; until its end no other is.</summary>
    internal void FreshStarted()
    {
        if (FreshAt is not null) FreshAt = DateTimeOffset.MaxValue;
    }

    internal void FreshFailed(DateTimeOffset now, double jitter)
    {
        _failingInRow++;
        if (_failingInRow >= lanesMax) FreshAt = now + schedule.Next(_failingInRow - lanesMax + 1, null, jitter);
    }

    internal void Succeeded()
    {
        _failingInRow = 0;
        FreshAt = null;
    }
}
