using System.Collections.Immutable;

namespace Guidon.Flags.Documents;

/// <summary>An audience and the feature states that it changes in this environment.</summary>
public sealed record SegmentDocument
{
    /// <summary>Above 0; as text it is the seed of percentage splits.</summary>
    public required int Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>All must match; without any nobody is in the segment.</summary>
    public ImmutableArray<RuleDocument> Rules { get; init; } = [];

    /// <summary>Overrides, each with a <see cref="FeatureStateDocument.FeatureSegmentPriority"/>.</summary>
    public ImmutableArray<FeatureStateDocument> FeatureStates { get; init; } = [];
}
