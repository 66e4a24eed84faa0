namespace Guidon.Contracts;

/// <summary>The balance of one destination: accepted = delivered + parked + pending + filtered + cancelled + expired + residual.</summary>
public sealed record LedgerSummary
{
    /// <summary>Durable events meant for it.</summary>
    public required long Accepted { get; init; }

    /// <summary>Acknowledged by the receiver.</summary>
    public required long Delivered { get; init; }

    /// <summary>Of the delivered, those of which an earlier attempt ended without an answer: the receiver may have them twice.</summary>
    public long Doubtful { get; init; }

    /// <summary>Kept with a reason.</summary>
    public required long Parked { get; init; }

    /// <summary>Waiting in the log.</summary>
    public required long Pending { get; init; }

    /// <summary>Withheld by a recorded policy.</summary>
    public required long Filtered { get; init; }

    /// <summary>Given up by a person.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Ended by retention.</summary>
    public required long Expired { get; init; }

    /// <summary>Must be 0.</summary>
    public required long Residual { get; init; }
}
