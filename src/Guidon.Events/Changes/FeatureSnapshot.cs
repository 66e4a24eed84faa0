namespace Guidon.Events.Changes;

/// <summary>A feature as it was at one moment.</summary>
public sealed record FeatureSnapshot
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public Guid Uuid { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>STANDARD</c> or <c>MULTIVARIATE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What new environments start with.</summary>
    public required bool DefaultEnabled { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>What new environments start with.</summary>
    public string? InitialValue { get; init; }

    /// <summary>For people.</summary>
    public bool IsArchived { get; init; }

    /// <summary>True when client-side keys never see it.</summary>
    public bool IsServerKeyOnly { get; init; }
}
