using System.Collections.Immutable;

namespace Guidon.Flags.Documents;

/// <summary>The feature states that one identity has for itself.</summary>
public sealed record IdentityOverrideDocument
{
    /// <summary>Opaque, 1–2,000 characters.</summary>
    public required string Identifier { get; init; }

    /// <summary>The environment's client-side key.</summary>
    public required string EnvironmentApiKey { get; init; }

    /// <summary>When the identity was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UUID text.</summary>
    public required string IdentityUuid { get; init; }

    /// <summary>The identity's id; may be <see langword="null"/>.</summary>
    public long? DjangoId { get; init; }

    /// <summary>What operators call it; may be <see langword="null"/>.</summary>
    public string? DashboardAlias { get; init; }

    /// <summary>At most one per feature.</summary>
    public ImmutableArray<FeatureStateDocument> Features { get; init; } = [];
}
