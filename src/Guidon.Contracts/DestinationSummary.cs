namespace Guidon.Contracts;

/// <summary>How one destination is doing.</summary>
public sealed record DestinationSummary
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>The integration's name, for example <c>webhook</c>.</summary>
    public required string Integration { get; init; }

    /// <summary>The environment's client-side key.</summary>
    public required string Environment { get; init; }

    /// <summary><c>active</c>, <c>held</c> or <c>paused</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it is held; <see langword="null"/> otherwise.</summary>
    public string? HeldReason { get; init; }

    /// <summary>Age of the oldest event that waits, in seconds; 0 when none does.</summary>
    public required double OldestPendingSeconds { get; init; }

    /// <summary>The balance.</summary>
    public required LedgerSummary Ledger { get; init; }
}
