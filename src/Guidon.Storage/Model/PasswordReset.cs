namespace Guidon.Storage.Model;

/// <summary>Lets somebody who reads a person's mail choose a new password, once.</summary>
public sealed class PasswordReset
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Whose password.</summary>
    public required int UserId { get; set; }

    /// <summary>Keyed hash of the token; the token itself is in the mail alone.</summary>
    public required string TokenHash { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
