namespace Guidon.Storage.Model;

/// <summary>What a person who signed in shows with each request, until it expires or the person signs out.</summary>
public sealed class UserToken
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required int UserId { get; set; }

    /// <summary>Keyed hash of the token; the token itself is not stored.</summary>
    public required string KeyHash { get; set; }

    /// <summary>Whether an OpenID Connect provider vouched for the person, and not a password.</summary>
    public bool IsExternal { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
