namespace Guidon.Storage.Model;

/// <summary>A person who may sign in.</summary>
public sealed class UserAccount
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Unique without regard to ASCII case.</summary>
    public required string Email { get; set; }

    /// <summary>For people; may be empty.</summary>
    public required string Name { get; set; }

    /// <summary>Made by the host's password hasher; never the password.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>True when no permission is ever missing.</summary>
    public bool IsSuperuser { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }
}
