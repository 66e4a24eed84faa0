namespace Guidon.Contracts;

/// <summary>A feature state of a version.</summary>
public sealed record VersionStateAnswer
{
    /// <summary>Unique in the version. In one that is live the id of the state; from two billion on it is an override that only a draft has.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Id of the feature.</summary>
    public required int Feature { get; init; }

    /// <summary>Id of the environment.</summary>
    public required int Environment { get; init; }

    /// <summary>Uuid of the version.</summary>
    public required Guid EnvironmentFeatureVersion { get; init; }

    /// <summary>Whether it is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The segment and its place; <see langword="null"/> for the environment's default.</summary>
    public required FeatureSegmentAnswer? FeatureSegment { get; init; }

    /// <summary>The value with its type.</summary>
    public required TypedValue FeatureStateValue { get; init; }

    /// <summary>The shares of all variants, in the order in which they are tried; ids are 0 where there is no row yet.</summary>
    public required IReadOnlyList<VariantShare> MultivariateFeatureStateValues { get; init; }

    /// <summary>UTC; the version's, <see langword="null"/> for a draft.</summary>
    public required DateTime? LiveFrom { get; init; }

    /// <summary>UTC; the version's.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC; the version's.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Always null: overrides of identities are in no version.</summary>
    public int? Identity { get; init; }

    /// <summary>Always null: there are no change requests.</summary>
    public int? ChangeRequest { get; init; }
}
