namespace Guidon.Storage.Model;

/// <summary>A label that people put on features of a project.</summary>
public sealed class Tag
{
    /// <summary>The type of tags that people make.</summary>
    public const string Plain = "NONE";

    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Whose it is.</summary>
    public required int ProjectId { get; set; }

    /// <summary>1–100 characters.</summary>
    public required string Label { get; set; }

    /// <summary>As CSS writes it, at most 10 characters.</summary>
    public required string Color { get; set; }

    /// <summary>For people.</summary>
    public string? Description { get; set; }

    /// <summary>True when its features are meant to stay and so are never stale.</summary>
    public bool IsPermanent { get; set; }

    /// <summary>True when this server made it; people may not change it.</summary>
    public bool IsSystemTag { get; set; }

    /// <summary><see cref="Plain"/>, <c>STALE</c>, <c>GITHUB</c>, <c>GITLAB</c> or <c>UNHEALTHY</c>.</summary>
    public required string Type { get; set; }
}
