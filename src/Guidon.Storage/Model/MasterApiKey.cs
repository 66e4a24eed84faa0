namespace Guidon.Storage.Model;

/// <summary>A key of the management API; acts for one organisation, as its administrator or with what was granted to it.</summary>
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

    /// <summary>False when it may only do what <see cref="PermissionGrant"/> says.</summary>
    public bool IsAdmin { get; set; } = true;

    /// <summary>Who made it; <see langword="null"/> for the first start.</summary>
    public string? CreatedBy { get; set; }
}
