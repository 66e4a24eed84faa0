namespace Guidon.Storage.Model;

/// <summary>Lets everybody who knows it join an organisation, until it expires.</summary>
public sealed class InviteLink
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Where to.</summary>
    public required int OrganisationId { get; set; }

    /// <summary><c>ADMIN</c> or <c>USER</c>.</summary>
    public required string Role { get; set; }

    /// <summary>The secret part of the address.</summary>
    public required string Hash { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC; <see langword="null"/> when it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
