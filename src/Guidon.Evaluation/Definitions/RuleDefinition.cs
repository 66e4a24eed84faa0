using System.Collections.Immutable;

namespace Guidon.Evaluation.Definitions;

/// <summary>A node of a segment's rule tree: conditions and sub-rules, both joined by the same <see cref="Type"/>.</summary>
public sealed record RuleDefinition
{
    /// <summary><c>ALL</c>, <c>ANY</c> or <c>NONE</c>; a rule of any other type never matches.</summary>
    public required string Type { get; init; }

    /// <summary>An empty list counts as true, for <c>NONE</c> too.</summary>
    public ImmutableArray<ConditionDefinition> Conditions { get; init; } = [];

    /// <summary>An empty list counts as true, for <c>NONE</c> too.</summary>
    public ImmutableArray<RuleDefinition> Rules { get; init; } = [];
}
