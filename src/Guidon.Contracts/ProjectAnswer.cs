namespace Guidon.Contracts;

/// <summary>A project as clients of the management API know it.</summary>
public sealed record ProjectAnswer
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Unique inside the organisation.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the organisation.</summary>
    public required int Organisation { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedDate { get; init; }

    /// <summary>True when remote answers leave out flags that are off.</summary>
    public required bool HideDisabledFlags { get; init; }

    /// <summary>True when changes are pushed to SDKs.</summary>
    public required bool EnableRealtimeUpdates { get; init; }

    /// <summary>For user interfaces.</summary>
    public required bool PreventFlagDefaults { get; init; }

    /// <summary>For user interfaces.</summary>
    public required bool OnlyAllowLowerCaseFeatureNames { get; init; }

    /// <summary>What names of new features must match as a whole.</summary>
    public required string? FeatureNameRegex { get; init; }

    /// <summary>Days without a change after which a feature is stale.</summary>
    public required int StaleFlagsLimitDays { get; init; }

    /// <summary>Kept for clients.</summary>
    public required int? MinimumChangeRequestApprovals { get; init; }

    /// <summary>True when a new feature must name somebody who looks after it.</summary>
    public required bool EnforceFeatureOwners { get; init; }

    /// <summary>Always false: clients choose their paths by it.</summary>
    public bool UseEdgeIdentities { get; init; }

    /// <summary>Always false, likewise.</summary>
    public bool EnableDynamoDb { get; init; }

    /// <summary>Always <c>NOT_APPLICABLE</c>, likewise.</summary>
    public string MigrationStatus { get; init; } = "NOT_APPLICABLE";

    /// <summary>Always <c>NOT_STARTED</c>, likewise.</summary>
    public string EdgeV2MigrationStatus { get; init; } = "NOT_STARTED";

    /// <summary>Always false, likewise.</summary>
    public bool ShowEdgeIdentityOverridesForFeature { get; init; }

    /// <summary>Segments that it may have.</summary>
    public required int MaxSegmentsAllowed { get; init; }

    /// <summary>Features that it may have.</summary>
    public required int MaxFeaturesAllowed { get; init; }

    /// <summary>Segment overrides that each of its environments may have.</summary>
    public required int MaxSegmentOverridesAllowed { get; init; }

    /// <summary>Features that it has.</summary>
    public required int TotalFeatures { get; init; }

    /// <summary>Segments that it has.</summary>
    public required int TotalSegments { get; init; }
}
