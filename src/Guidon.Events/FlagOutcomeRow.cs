namespace Guidon.Events;

/// <summary>One of the answers that a flag can give under one flag set.</summary>
public sealed record FlagOutcomeRow
{
    /// <summary>Id of the feature state that decided; what the legacy webhook calls <c>id</c>.</summary>
    public required long StateId { get; init; }

    /// <summary>What the caller was told.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What the caller was told.</summary>
    public required EventValue Value { get; init; }

    /// <summary><c>control</c>, a variant's key, or <see langword="null"/>.</summary>
    public string? Variant { get; init; }

    /// <summary><c>DEFAULT</c>, <c>TARGETING_MATCH; segment=…</c> or <c>SPLIT; weight=…</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The chosen variant's weight in percent; <see langword="null"/> when no variant was chosen.</summary>
    public double? Weight { get; init; }

    /// <summary>The segment whose override decided; <see langword="null"/> otherwise.</summary>
    public int? SegmentId { get; init; }

    /// <summary>True when an override for this very identity decided.</summary>
    public bool IdentityOverride { get; init; }
}
