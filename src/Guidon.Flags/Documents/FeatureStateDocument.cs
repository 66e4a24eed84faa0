using System.Collections.Immutable;

namespace Guidon.Flags.Documents;

/// <summary>What a feature is worth in an environment, a segment or for one identity.</summary>
public sealed record FeatureStateDocument
{
    /// <summary>The feature.</summary>
    public required FeatureDocument Feature { get; init; }

    /// <summary>Whether it is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Seed of the variant split; must outlive the row that it came from. <see langword="null"/> leaves that to the UUID.</summary>
    public long? DjangoId { get; init; }

    /// <summary>UUID text; the seed when <see cref="DjangoId"/> is <see langword="null"/>.</summary>
    public required string FeatureStateUuid { get; init; }

    /// <summary>Strength of a segment override, lower is stronger; <see langword="null"/> for every other state.</summary>
    public int? FeatureSegmentPriority { get; init; }

    /// <summary>
    /// The value as raw JSON text, so that <c>1</c>, <c>1.0</c>, <c>"1"</c>, <c>true</c>, <c>null</c> and numbers of any size survive.
    /// </summary>
    public string ValueJson { get; init; } = "null";

    /// <summary>Options with their shares; written in the order of their ids.</summary>
    public ImmutableArray<MultivariateDocument> MultivariateValues { get; init; } = [];
}
