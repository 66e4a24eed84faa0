namespace Guidon.Contracts;

/// <summary>The receipt of <c>DELETE /api/guidon/v1/environments/{key}/identities/{identifier}</c>.</summary>
public sealed record ErasureSummary
{
    /// <summary>When it was finished, UTC.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>1 when the identity was stored, 0 when it was not.</summary>
    public required int Identities { get; init; }

    /// <summary>Stored traits.</summary>
    public required int Traits { get; init; }

    /// <summary>Flags that were set for this identity.</summary>
    public required int Overrides { get; init; }

    /// <summary>Events in the log.</summary>
    public required int Events { get; init; }

    /// <summary>Deliveries that were still to come; they count as cancelled.</summary>
    public required int PendingCancelled { get; init; }

    /// <summary>Parked events; they count as cancelled.</summary>
    public required int ParkedCancelled { get; init; }

    /// <summary>False when old bytes may still be in the write-ahead log; call again.</summary>
    public required bool FilesCleared { get; init; }
}
