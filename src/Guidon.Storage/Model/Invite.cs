namespace Guidon.Storage.Model;

/// <summary>Asks one person, by e-mail address, to join an organisation.</summary>
public sealed class Invite
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Where to.</summary>
    public required int OrganisationId { get; set; }

    /// <summary>Whom; once per organisation, without regard to ASCII case.</summary>
    public required string Email { get; set; }

    /// <summary><c>ADMIN</c> or <c>USER</c>.</summary>
    public required string Role { get; set; }

    /// <summary>Names the invite in the address that is sent.</summary>
    public required string Hash { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>Who invited; <see langword="null"/> for a master API key, or when that person is gone.</summary>
    public int? InvitedBy { get; set; }
}
