using System.Collections.Immutable;

namespace Guidon.Evaluation.Explanations;

/// <summary>A segment that overrides the flag.</summary>
public sealed record ExplainedSegment
{
    /// <summary>0 when its key is not a number.</summary>
    public required int SegmentId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the subject is in it: it has rules, and all of them match.</summary>
    public required bool Matches { get; init; }

    /// <summary>Whether its override is the state that decided.</summary>
    public required bool Decides { get; init; }

    /// <summary>Its top-level rules.</summary>
    public required ImmutableArray<ExplainedRule> Rules { get; init; }
}
