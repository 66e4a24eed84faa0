namespace Guidon.Storage;

/// <summary>What an erasure found and took away.</summary>
public sealed record ErasureReceipt
{
    /// <summary>1 when the identity was stored, 0 when it was only known from events.</summary>
    public required int Identities { get; init; }

    /// <summary>Stored traits.</summary>
    public required int Traits { get; init; }

    /// <summary>Events in the log, delivered ones included.</summary>
    public int Events { get; init; }

    /// <summary>Deliveries that were still to come, one per event and destination.</summary>
    public int PendingCancelled { get; init; }

    /// <summary>Parked events.</summary>
    public int ParkedCancelled { get; init; }

    /// <summary>Parked events that were on their way once more; they count as cancelled.</summary>
    public int ReturnedCancelled { get; init; }

    /// <summary>Kept attempts that lost their records or the receiver's answer.</summary>
    public int Attempts { get; init; }

    /// <summary>Replays that asked for this identity: their filter is emptied, and those that had not ended are cancelled.</summary>
    public int Replays { get; init; }

    /// <summary>Marks of what destinations that want changes only had told of it.</summary>
    public int Marks { get; init; }

    /// <summary>Notes of people, and receivers' answers about other events, that named it.</summary>
    public int Texts { get; init; }

    /// <summary>False when a long read kept the old bytes in the write-ahead log; calling again finishes.</summary>
    public bool FilesCleared { get; init; }
}
