using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>A feature as clients of the management API know it.</summary>
public sealed record FeatureAnswer
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>As written.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the project.</summary>
    public required int Project { get; init; }

    /// <summary><c>STANDARD</c> or <c>MULTIVARIATE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedDate { get; init; }

    /// <summary>What new environments start with, always as text.</summary>
    public required string? InitialValue { get; init; }

    /// <summary>What new environments start with.</summary>
    public required bool DefaultEnabled { get; init; }

    /// <summary>For people.</summary>
    public required string? Description { get; init; }

    /// <summary>For people; archived features are served as before.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>True when client-side keys never see it.</summary>
    public required bool IsServerKeyOnly { get; init; }

    /// <summary>All variants, by id.</summary>
    public required IReadOnlyList<VariantAnswer> MultivariateOptions { get; init; }

    /// <summary>Its state in the environment that the request names; <see langword="null"/> when it names none.</summary>
    public FeatureStateSummary? EnvironmentFeatureState { get; init; }

    /// <summary>Its override for the segment that the request names; <see langword="null"/> when there is none.</summary>
    public FeatureStateSummary? SegmentFeatureState { get; init; }

    /// <summary>Overrides in the environment that the request names.</summary>
    public int? NumSegmentOverrides { get; init; }

    /// <summary>Overrides in the environment that the request names.</summary>
    public int? NumIdentityOverrides { get; init; }

    /// <summary>True beside a number, which is counted and not estimated; null where no environment is named.</summary>
    public bool? IsNumIdentityOverridesComplete => NumIdentityOverrides is null ? null : true;

    /// <summary>Ids of its tags.</summary>
    public required IReadOnlyList<int> Tags { get; init; }

    /// <summary>People who look after it.</summary>
    public required IReadOnlyList<OwnerAnswer> Owners { get; init; }

    /// <summary>Groups that look after it.</summary>
    public required IReadOnlyList<GroupOwnerAnswer> GroupOwners { get; init; }

    /// <summary>As in <see cref="LifecycleCounts"/>: <c>new</c>, <c>live</c>, <c>stale</c>, <c>permanent</c>, <c>needs_monitoring</c> or <c>to_remove</c>.</summary>
    public required string LifecycleStage { get; init; }

    /// <summary>UTC; when its states changed last, anywhere.</summary>
    public required DateTime? LastModifiedInAnyEnvironment { get; init; }

    /// <summary>UTC; the same in the environment that the request names.</summary>
    public DateTime? LastModifiedInCurrentEnvironment { get; init; }

    /// <summary>No fields of one's own yet; clients expect the list.</summary>
    public IReadOnlyList<JsonElement> Metadata { get; init; } = [];

    /// <summary>By address, each repository that names it or did; empty while nobody scans.</summary>
    public IReadOnlyList<CodeReferenceCount> CodeReferencesCounts { get; init; } = [];
}
