namespace Guidon.Storage.Model;

/// <summary>A log-in whose password was right and whose second factor is still to be shown. It opens nothing.</summary>
public sealed class PendingLogin
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Who signs in.</summary>
    public required int UserId { get; set; }

    /// <summary>Keyed hash of the token that the client shows with the code; the token itself is not stored.</summary>
    public required string TokenHash { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
