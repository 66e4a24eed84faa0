namespace Guidon.Monitoring.Series;

/// <summary>
/// Counts each event once as on time or late, from nothing but the ledger's running totals: what had been accepted five minutes ago and is
/// not settled now is late, without an attempt having to end, so that a queue that stands still counts too.
/// </summary>
/// <remarks>
/// Settled events are taken as the oldest ones. Where a blocked identity lets others overtake it, so many late events as overtook are
/// counted when it is their turn, later than they should be.
/// </remarks>
public sealed class MaturityCount
{
    /// <summary>How old an unsettled event may be.</summary>
    public static TimeSpan OnTimeMax { get; } = TimeSpan.FromMinutes(5);

    private readonly Queue<(DateTimeOffset At, long Accepted)> _young = new();
    private long? _matured;   // accepted when the last matured event was; null before the first look

    /// <summary>Looks at the totals.</summary>
    /// <param name="now">Rises from call to call.</param>
    /// <param name="accepted">Events accepted so far.</param>
    /// <param name="settled">Events in one of the states that an event ends in.</param>
    /// <returns>How many became five minutes old since the last look, and how many of them are late.</returns>
    public (long Matured, long Late) Look(DateTimeOffset now, long accepted, long settled)
    {
        var before = _matured ??= accepted;   // what was there before the first look belongs to an earlier process, which counted it or died
        _young.Enqueue((now, accepted));
        while (_young.TryPeek(out var oldest) && now - oldest.At >= OnTimeMax) _matured = Math.Max(_matured.Value, _young.Dequeue().Accepted);
        var matured = _matured.Value - before;
        return (matured, Math.Clamp(_matured.Value - settled, 0, matured));
    }
}
