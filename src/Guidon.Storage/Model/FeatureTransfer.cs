namespace Guidon.Storage.Model;

/// <summary>One export or import of an environment's features in Flagsmith's own file format.</summary>
public sealed class FeatureTransfer
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>The environment.</summary>
    public required int EnvironmentId { get; set; }

    /// <summary>For people: environment and time.</summary>
    public required string Name { get; set; }

    /// <summary>Of an import: what becomes of features that exist. <see langword="null"/> for an export.</summary>
    public string? Strategy { get; set; }

    /// <summary>Of an export: what is downloaded. <see langword="null"/> for an import.</summary>
    public byte[]? File { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }
}
