namespace Guidon.Storage.Model;

/// <summary>Features and segments that several environments share.</summary>
public sealed class Project
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Whose it is.</summary>
    public required int OrganisationId { get; set; }

    /// <summary>Unique inside the organisation.</summary>
    public required string Name { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>True when remote answers leave out flags that are off, unless the environment says otherwise.</summary>
    public bool HideDisabledFlags { get; set; }

    /// <summary>True when changes are pushed to SDKs.</summary>
    public bool EnableRealtimeUpdates { get; set; } = true;

    /// <summary>For user interfaces: no defaults are asked for when a feature is created.</summary>
    public bool PreventFlagDefaults { get; set; }

    /// <summary>For user interfaces; names are not refused for it.</summary>
    public bool OnlyAllowLowerCaseFeatureNames { get; set; } = true;

    /// <summary>What names of new features must match as a whole, at most 255 characters; <see langword="null"/> for any.</summary>
    public string? FeatureNameRegex { get; set; }

    /// <summary>Days without a change after which a feature is stale.</summary>
    public int StaleFlagsLimitDays { get; set; } = 30;

    /// <summary>Kept for clients; there are no change requests yet.</summary>
    public int? MinimumChangeRequestApprovals { get; set; }

    /// <summary>True when a new feature must name somebody who looks after it.</summary>
    public bool EnforceFeatureOwners { get; set; }

    /// <summary>UTC; when one of its repositories was scanned last. <see langword="null"/> while nobody scans: then lists do not look for code.</summary>
    public DateTimeOffset? CodeScannedAt { get; set; }

    /// <summary>UTC; set when it was deleted, and then nobody sees it but the log, which refers to it.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}
