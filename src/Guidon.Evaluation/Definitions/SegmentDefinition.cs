using System.Collections.Immutable;

namespace Guidon.Evaluation.Definitions;

/// <summary>An audience and what it changes.</summary>
public sealed record SegmentDefinition
{
    /// <summary>Seed of percentage splits: the segment's id as text.</summary>
    public required string Key { get; init; }

    /// <summary>Its name, which reasons carry.</summary>
    public required string Name { get; init; }

    /// <summary>A JSON object that is handed through to results; <see langword="null"/> when there is none or it is empty.</summary>
    public string? MetadataJson { get; init; }

    /// <summary>All must match; without any nobody is in the segment.</summary>
    public ImmutableArray<RuleDefinition> Rules { get; init; } = [];

    /// <summary>At most one per feature takes part: the strongest, and of equals the first.</summary>
    public ImmutableArray<OverrideDefinition> Overrides { get; init; } = [];
}
