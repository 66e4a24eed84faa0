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

    /// <summary>Parked events that were on their way once more; they count as cancelled.</summary>
    public required int ReturnedCancelled { get; init; }

    /// <summary>Kept attempts that lost their records or the receiver's answer.</summary>
    public required int Attempts { get; init; }

    /// <summary>Replays that asked for this identity: their filter is emptied, and those that had not ended are cancelled.</summary>
    public required int Replays { get; init; }

    /// <summary>Marks of what destinations that want changes only had told of it.</summary>
    public required int Marks { get; init; }

    /// <summary>Notes of people, and receivers' answers about other events, that named it.</summary>
    public required int Texts { get; init; }

    /// <summary>False when old bytes may still be in the write-ahead log; call again.</summary>
    public required bool FilesCleared { get; init; }
}
