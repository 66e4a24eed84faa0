namespace Guidon.Storage.Model;

/// <summary>A key of the management API; acts for one organisation as its administrator.</summary>
public sealed class MasterApiKey
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required int OrganisationId { get; set; }

    /// <summary>For people.</summary>
    public required string Name { get; set; }

    /// <summary>The part of the key before its first dot; unique, shown in lists.</summary>
    public required string Prefix { get; set; }

    /// <summary>Keyed hash of the whole key; the key itself is not stored.</summary>
    public required string KeyHash { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC; <see langword="null"/> when it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>True when it is refused for good.</summary>
    public bool Revoked { get; set; }
}
