namespace Guidon.Storage.Model;

/// <summary>Something outside that may say how features of a project are doing. Its address is made from <see cref="Uuid"/> and this installation's key, and stored nowhere.</summary>
public sealed class FeatureHealthProvider
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Part of its address: a new one makes a new address.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Whose it is.</summary>
    public required int ProjectId { get; set; }

    /// <summary>The format that it sends, as <c>Webhook</c>; unique in its project.</summary>
    public required string Name { get; set; }

    /// <summary>The person who made it; <see langword="null"/> for a master API key.</summary>
    public int? CreatedBy { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }
}
