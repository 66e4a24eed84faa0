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
}
