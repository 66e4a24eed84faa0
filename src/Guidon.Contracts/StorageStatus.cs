namespace Guidon.Contracts;

/// <summary>What an acknowledged event survives on this storage, and how much room it has.</summary>
public sealed record StorageStatus
{
    /// <summary><c>power_cut</c>, <c>process_end</c> (a kill, but not a power cut) or <c>none</c> (nothing can be written now).</summary>
    public required string Promise { get; init; }

    /// <summary>Why it is not <c>power_cut</c>; empty when it is.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary><c>enough</c>, <c>scarce</c> (delivered events go early) or <c>exhausted</c> (no event is captured).</summary>
    public required string Space { get; init; }

    /// <summary>Free on the volume and inside the database, without the reserve.</summary>
    public required long UsableBytes { get; init; }

    /// <summary>Of the whole volume, 0–100.</summary>
    public required double UsablePercent { get; init; }

    /// <summary>Bytes that the last start cut off the end of the log, since the run before ended in the middle of a write.</summary>
    public required long RecoveredBytesCut { get; init; }

    /// <summary>Whole groups among them: 0 after a crash; above 0 the storage damaged what was acknowledged.</summary>
    public required int RecoveredGroupsCut { get; init; }
}
