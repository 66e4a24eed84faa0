using System.Collections.Immutable;

namespace Guidon.Evaluation.Explanations;

/// <summary>
/// Why one flag is worth to one subject what it is: everything that was compared on the way, so that a person, or a second program that
/// knows nothing of this one, can follow and check it.
/// </summary>
public sealed record Explanation
{
    /// <summary>The flag set that decided.</summary>
    public required string FlagSetVersion { get; init; }

    /// <summary>The feature's name.</summary>
    public required string Flag { get; init; }

    /// <summary><see langword="null"/> when there is no identity.</summary>
    public string? Identifier { get; init; }

    /// <summary>What the identity is hashed by; <see langword="null"/> when there is no identity.</summary>
    public string? IdentityKey { get; init; }

    /// <summary><c>identity_override</c>, <c>segment_override</c> or <c>environment</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The segments that override this flag, strongest first; of those that match, the first decides unless the identity has an override.</summary>
    public required ImmutableArray<ExplainedSegment> Segments { get; init; }

    /// <summary>How the variant was chosen; <see langword="null"/> when the deciding state has none or nobody to choose for.</summary>
    public ExplainedSplit? Split { get; init; }

    /// <summary>Whether the feature is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The value as JSON text.</summary>
    public required string ValueJson { get; init; }

    /// <summary>As <see cref="FlagOutcome.Variant"/>.</summary>
    public string? Variant { get; init; }

    /// <summary>As <see cref="FlagOutcome.Reason"/>.</summary>
    public required string Reason { get; init; }
}
