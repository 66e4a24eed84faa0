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
    public string FirstName { get; set; } = "";

    /// <summary>For people; may be empty.</summary>
    public string LastName { get; set; } = "";

    /// <summary>Made by the host's password hasher; never the password. Empty for who has none, and signs in through a provider.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>True when the person looks after this installation: may create organisations although that is restricted. Opens no organisation.</summary>
    public bool IsSuperuser { get; set; }

    /// <summary>How the person came: <c>NO_INVITE</c>, <c>INVITE_EMAIL</c>, <c>INVITE_LINK</c>; <see langword="null"/> for the first start.</summary>
    public string? SignUpType { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC, since when the person gets in by no way; <see langword="null"/> for everybody else.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    /// <summary>UTC; <see langword="null"/> before the first time.</summary>
    public DateTimeOffset? LastLoginAt { get; set; }
}
