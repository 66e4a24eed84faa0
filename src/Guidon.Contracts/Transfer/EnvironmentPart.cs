namespace Guidon.Contracts.Transfer;

/// <summary>An environment in a <see cref="ProjectFile"/>, with what every feature is worth there.</summary>
public sealed record EnvironmentPart
{
    /// <summary>By which an import finds it again; <see langword="null"/> leaves the name.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Unique inside the project.</summary>
    public required string Name { get; init; }

    /// <summary>The client-side key. Kept when the importing server has no environment with it, so that SDKs go on; it also decides who gets which variant.</summary>
    public string? ApiKey { get; init; }

    /// <inheritdoc cref="EnvironmentAnswer.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="EnvironmentAnswer.AllowClientTraits"/>
    public bool AllowClientTraits { get; init; } = true;

    /// <inheritdoc cref="EnvironmentAnswer.HideSensitiveData"/>
    public bool HideSensitiveData { get; init; }

    /// <inheritdoc cref="EnvironmentAnswer.HideDisabledFlags"/>
    public bool? HideDisabledFlags { get; init; }

    /// <inheritdoc cref="EnvironmentAnswer.UseIdentityCompositeKeyForHashing"/>
    public bool UseIdentityCompositeKeyForHashing { get; init; } = true;

    /// <inheritdoc cref="EnvironmentAnswer.UseIdentityOverridesInLocalEval"/>
    public bool UseIdentityOverridesInLocalEval { get; init; } = true;

    /// <inheritdoc cref="EnvironmentAnswer.BannerText"/>
    public string? BannerText { get; init; }

    /// <inheritdoc cref="EnvironmentAnswer.BannerColour"/>
    public string? BannerColour { get; init; }

    /// <inheritdoc cref="EnvironmentAnswer.MinimumChangeRequestApprovals"/>
    public int? MinimumChangeRequestApprovals { get; init; }

    /// <inheritdoc cref="EnvironmentAnswer.UseV2FeatureVersioning"/>
    public bool UseV2FeatureVersioning { get; init; }

    /// <summary>Defaults and overrides.</summary>
    public IReadOnlyList<StatePart> FeatureStates { get; init; } = [];

    /// <summary>Server-side keys, where the source shows them; this server does not and writes none.</summary>
    public IReadOnlyList<ServerKeyPart> ServerKeys { get; init; } = [];

    /// <summary>Receivers of this environment.</summary>
    public IReadOnlyList<IntegrationPart> Integrations { get; init; } = [];

    /// <summary>Stored identities with their traits; only when they were asked for.</summary>
    public IReadOnlyList<IdentityPart> Identities { get; init; } = [];
}
