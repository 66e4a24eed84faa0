namespace Guidon.Storage.Model;

/// <summary>Lets who reads a person's e-mail choose a new password, once.</summary>
public sealed class PasswordReset
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required int UserId { get; set; }

    /// <summary>Keyed hash of what the e-mail carries.</summary>
    public required string TokenHash { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
