using System.Collections.Immutable;

namespace Guidon.Flags.Documents;

/// <summary>A node of a segment's rule tree.</summary>
public sealed record RuleDocument
{
    /// <summary><c>ALL</c>, <c>ANY</c> or <c>NONE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Sub-rules, at most <see cref="DocumentLimits.RuleDepthMax"/> deep.</summary>
    public ImmutableArray<RuleDocument> Rules { get; init; } = [];

    /// <summary>At most <see cref="DocumentLimits.ConditionsPerRuleMax"/>.</summary>
    public ImmutableArray<ConditionDocument> Conditions { get; init; } = [];
}
