namespace Guidon.Storage.Model;

/// <summary>What an application shows with each request, for some minutes.</summary>
public sealed class AccessToken
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>By which it was given.</summary>
    public required int ConsentId { get; set; }

    /// <summary>Keyed hash of the token; the token itself is not stored.</summary>
    public required string TokenHash { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
