using System.Collections.Immutable;

namespace Guidon.Evaluation.Explanations;

/// <summary>A rule with all of its parts, also those that an evaluation would not have looked at any more.</summary>
public sealed record ExplainedRule
{
    /// <summary><c>ALL</c>, <c>ANY</c>, <c>NONE</c>, or <c>UNKNOWN</c>, which never matches.</summary>
    public required string Type { get; init; }

    /// <summary>Whether conditions and sub-rules both hold.</summary>
    public required bool Matches { get; init; }

    /// <summary>Joined by <see cref="Type"/>; empty counts as true.</summary>
    public required ImmutableArray<ExplainedCondition> Conditions { get; init; }

    /// <summary>Joined by <see cref="Type"/>; empty counts as true.</summary>
    public required ImmutableArray<ExplainedRule> Rules { get; init; }
}
