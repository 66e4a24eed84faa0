namespace Guidon.Evaluation;

/// <summary>
/// One of the answers that a flag can give under one flag set. Compiled once; an evaluation only picks one, so that answers can be
/// pre-rendered and events can refer to them.
/// </summary>
public sealed class FlagOutcome
{
    /// <summary>Position in <see cref="FlagSet.Outcomes"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Position of the flag in <see cref="FlagSet.Flags"/>.</summary>
    public required int FlagIndex { get; init; }

    /// <summary>
    /// Position among the flag's own outcomes without identity overrides; −1 for an identity override. Numbered from 0: the environment's
    /// control, its variants by priority, its answer without an identity if it has variants, then the same for each segment override in
    /// segment order.
    /// </summary>
    public required int Ordinal { get; init; }

    /// <summary><c>django_id</c> of the feature state that decided; 0 when it has none.</summary>
    public required long StateId { get; init; }

    /// <summary>What the caller is told.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What the caller is told, as compact JSON text.</summary>
    public required string ValueJson { get; init; }

    /// <summary>A JSON object of the state that decided, as results carry it; <see langword="null"/> when there is none.</summary>
    public string? MetadataJson { get; init; }

    /// <summary>
    /// <c>control</c>, the variant's key, or <see langword="null"/>: for a variant without a key, a flag without variants, and when there
    /// was no identity to choose one by.
    /// </summary>
    public string? Variant { get; init; }

    /// <summary>As in section 4.8 of the protocol notes: <c>DEFAULT</c>, <c>TARGETING_MATCH; segment=…</c>, <c>SPLIT; weight=…</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The chosen variant's weight in percent; <see langword="null"/> when no variant was chosen.</summary>
    public double? Weight { get; init; }

    /// <summary>The segment whose override decided; <see langword="null"/> otherwise or when the segment's key is not a number.</summary>
    public int? SegmentId { get; init; }

    /// <summary>True when an override for this very identity decided.</summary>
    public bool IdentityOverride { get; init; }
}
