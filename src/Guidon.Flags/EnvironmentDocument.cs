using System.Collections.Immutable;
using Guidon.Flags.Documents;

namespace Guidon.Flags;

/// <summary>
/// The environment document (v1 schema) as written: everything that an SDK or a proxy needs in order to evaluate one environment by
/// itself. Read by <see cref="EnvironmentDocumentReader"/>, written by <see cref="EnvironmentDocumentWriter"/>.
/// </summary>
public sealed record EnvironmentDocument
{
    /// <summary>Above 0, at most 32 bits: several SDKs have no more.</summary>
    public required int Id { get; init; }

    /// <summary>The client-side key, also when the document was fetched with a server-side one; prefix of every identity's hash key.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The environment's name.</summary>
    public required string Name { get; init; }

    /// <summary>When anything in here changed last. Whole microseconds: the writer cuts off the rest.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>False when client-side keys may not set traits. Default true.</summary>
    public bool AllowClientTraits { get; init; } = true;

    /// <summary>True when remote answers must not carry traits. Default false.</summary>
    public bool HideSensitiveData { get; init; }

    /// <summary>Overrides the project's switch; <see langword="null"/> leaves it in force.</summary>
    public bool? HideDisabledFlags { get; init; }

    /// <summary>Informational: this platform always hashes by environment key and identifier. Default true.</summary>
    public bool UseIdentityCompositeKeyForHashing { get; init; } = true;

    /// <summary>Whether <see cref="IdentityOverrides"/> are listed for SDKs. Default true.</summary>
    public bool UseIdentityOverridesInLocalEval { get; init; } = true;

    /// <summary>The project.</summary>
    public required ProjectDocument Project { get; init; }

    /// <summary>Exactly one per feature, at most <see cref="DocumentLimits.FeaturesMax"/>.</summary>
    public ImmutableArray<FeatureStateDocument> FeatureStates { get; init; } = [];

    /// <summary>One per identifier, at most <see cref="DocumentLimits.IdentityOverridesMax"/>.</summary>
    public ImmutableArray<IdentityOverrideDocument> IdentityOverrides { get; init; } = [];

    /// <summary>Whether flags that are off are left out of remote answers.</summary>
    public bool EffectiveHideDisabledFlags => HideDisabledFlags ?? Project.HideDisabledFlags;
}
