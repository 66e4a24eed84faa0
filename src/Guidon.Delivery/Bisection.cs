using System.Collections.Immutable;

namespace Guidon.Delivery;

/// <summary>
/// Takes a batch apart that was too large, or in which one record is refused without being named: halves are tried until what is
/// left is a single event. At most 2·log2(n)+1 requests for one bad event in n; the rest goes out in full batches again.
/// </summary>
/// <param name="recordsMax">Events of a batch while nothing is taken apart.</param>
internal sealed class Bisection(int recordsMax)
{
    private ImmutableArray<PendingEvent> _suspects = [];
    private int? _halvedMax;   // null while nothing is taken apart

    /// <summary>Events of the next batch.</summary>
    internal int EventsMax => _halvedMax ?? recordsMax;

    internal bool IsOngoing => _halvedMax is not null;

    /// <summary>Halves the batch that was refused.</summary>
    /// <param name="refused">At least two events.</param>
    internal void Halve(ImmutableArray<PendingEvent> refused)
    {
        _halvedMax = Math.Max(1, refused.Length / 2);
        _suspects = refused;
    }

    /// <summary>Back to full batches when the last suspect is settled.</summary>
    internal void Review()
    {
        if (IsOngoing && _suspects.All(pending => pending.IsSettled)) (_halvedMax, _suspects) = (null, []);
    }
}
