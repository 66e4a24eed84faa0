namespace Guidon.Delivery;

/// <summary>
/// The balance of one destination. <c>accepted</c> is counted at intake and the terminal states when the cursor passes, both apart
/// from <c>pending</c>, which is counted from the log itself; so a lost event shows as a residual.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>Events that were durable and meant for this destination.</summary>
    public required long Accepted { get; init; }

    /// <summary>Events that the receiver acknowledged.</summary>
    public required long Delivered { get; init; }

    /// <summary>Of <see cref="Delivered"/>, those of which an earlier attempt ended without an answer: the receiver may have them twice.</summary>
    public long Doubtful { get; init; }

    /// <summary>Events that are kept with a reason and wait for a person.</summary>
    public required long Parked { get; init; }

    /// <summary>Events that wait in the log.</summary>
    public required long Pending { get; init; }

    /// <summary>Those of <see cref="Pending"/> that were parked before and are on their way once more.</summary>
    public long Returned { get; init; }

    /// <summary>Events that a recorded policy withheld.</summary>
    public required long Filtered { get; init; }

    /// <summary>Events that a person gave up, with a reason.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Events that retention ended, recorded.</summary>
    public required long Expired { get; init; }

    /// <summary>When the oldest pending event occurred, UTC; <see langword="null"/> when nothing is pending.</summary>
    public DateTimeOffset? OldestPendingAt { get; init; }

    /// <summary>Must be 0 at every moment.</summary>
    public long Residual => Accepted - (Delivered + Parked + Pending + Filtered + Cancelled + Expired);
}
