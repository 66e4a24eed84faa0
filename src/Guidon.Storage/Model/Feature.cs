namespace Guidon.Storage.Model;

/// <summary>A feature of a project; each environment has a <see cref="FeatureState"/> of it.</summary>
public sealed class Feature
{
    /// <summary>The type without variants.</summary>
    public const string Standard = "STANDARD";

    /// <summary>The type with variants.</summary>
    public const string Multivariate = "MULTIVARIATE";

    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Whose it is.</summary>
    public required int ProjectId { get; set; }

    /// <summary>Unique inside the project without regard to case.</summary>
    public required string Name { get; set; }

    /// <summary><see cref="Standard"/> or <see cref="Multivariate"/>.</summary>
    public required string Type { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC; when it or one of its states changed last. Written with the events of the change.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>What new environments start with; no effect at run time.</summary>
    public bool DefaultEnabled { get; set; }

    /// <summary>What new environments start with; no effect at run time.</summary>
    public string? InitialValue { get; set; }

    /// <summary>For people.</summary>
    public string? Description { get; set; }

    /// <summary>True when client-side keys never see it.</summary>
    public bool IsServerKeyOnly { get; set; }

    /// <summary>For people; archived features are served as before.</summary>
    public bool IsArchived { get; set; }
}
