namespace Guidon.Contracts.Transfer;

/// <summary>A project's own fields in a <see cref="ProjectFile"/>; named as in <see cref="ProjectAnswer"/>.</summary>
public sealed record ProjectPart
{
    /// <summary>By which an import finds it again; <see langword="null"/> leaves the name.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>1–2,000 characters.</summary>
    public required string Name { get; init; }

    /// <inheritdoc cref="ProjectAnswer.HideDisabledFlags"/>
    public bool HideDisabledFlags { get; init; }

    /// <inheritdoc cref="ProjectAnswer.EnableRealtimeUpdates"/>
    public bool EnableRealtimeUpdates { get; init; } = true;

    /// <inheritdoc cref="ProjectAnswer.PreventFlagDefaults"/>
    public bool PreventFlagDefaults { get; init; }

    /// <inheritdoc cref="ProjectAnswer.OnlyAllowLowerCaseFeatureNames"/>
    public bool OnlyAllowLowerCaseFeatureNames { get; init; } = true;

    /// <inheritdoc cref="ProjectAnswer.FeatureNameRegex"/>
    public string? FeatureNameRegex { get; init; }

    /// <inheritdoc cref="ProjectAnswer.StaleFlagsLimitDays"/>
    public int StaleFlagsLimitDays { get; init; } = 30;

    /// <inheritdoc cref="ProjectAnswer.MinimumChangeRequestApprovals"/>
    public int? MinimumChangeRequestApprovals { get; init; }

    /// <inheritdoc cref="ProjectAnswer.EnforceFeatureOwners"/>
    public bool EnforceFeatureOwners { get; init; }
}
