namespace Guidon.Storage.Model;

/// <summary>An environment of a project: where features get their states and SDKs their answers.</summary>
public sealed class ProjectEnvironment
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Whose it is.</summary>
    public required int ProjectId { get; set; }

    /// <summary>Unique inside the project.</summary>
    public required string Name { get; set; }

    /// <summary>The client-side key; names the environment in paths too. Not a secret.</summary>
    public required string ApiKey { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>When anything that SDKs see changed last, UTC, whole microseconds; names the version of the document.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>False when client-side keys may not set traits.</summary>
    public bool AllowClientTraits { get; set; } = true;

    /// <summary>True when remote answers must not carry traits and ids.</summary>
    public bool HideSensitiveData { get; set; }

    /// <summary><see langword="null"/> leaves the project's switch in force.</summary>
    public bool? HideDisabledFlags { get; set; }

    /// <summary>Informational; new environments always hash by environment key and identifier.</summary>
    public bool UseIdentityCompositeKeyForHashing { get; set; } = true;

    /// <summary>Whether the document lists identity overrides.</summary>
    public bool UseIdentityOverridesInLocalEval { get; set; } = true;

    /// <summary>For people.</summary>
    public string? Description { get; set; }

    /// <summary>Shown by user interfaces as a warning, at most 255 characters.</summary>
    public string? BannerText { get; set; }

    /// <summary>As CSS writes it, at most 7 characters.</summary>
    public string? BannerColour { get; set; }

    /// <summary>Set when flags are changed by approval alone: direct writes of the flag write API are refused.</summary>
    public int? MinimumChangeRequestApprovals { get; set; }

    /// <summary>Whether every change of a feature here leaves a version of it.</summary>
    public bool UseFeatureVersions { get; set; }

    /// <summary>UTC; set when it was deleted, and then nobody sees it but the log, which refers to it.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}
