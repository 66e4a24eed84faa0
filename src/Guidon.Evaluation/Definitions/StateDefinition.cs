using System.Collections.Immutable;

namespace Guidon.Evaluation.Definitions;

/// <summary>A feature state: what a feature is worth in an environment, a segment or for one identity.</summary>
public sealed record StateDefinition
{
    /// <summary>Seed of the variant split: <c>django_id</c> as text, else the state's UUID. Overrides hash with their own.</summary>
    public required string Key { get; init; }

    /// <summary><c>django_id</c>; 0 when it has none.</summary>
    public long StateId { get; init; }

    /// <summary>Whether the feature is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The value (for a multivariate state the control value) as JSON text.</summary>
    public required string ValueJson { get; init; }

    /// <summary>A JSON object that is handed through to results; <see langword="null"/> when there is none or it is empty.</summary>
    public string? MetadataJson { get; init; }

    /// <summary>In the order in which they were written; the compiler sorts by priority.</summary>
    public ImmutableArray<VariantDefinition> Variants { get; init; } = [];
}
