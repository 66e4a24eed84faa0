namespace Guidon.Storage.Model;

/// <summary>A person's place in an organisation.</summary>
public sealed class OrganisationMember
{
    /// <summary>The role of who may change everything.</summary>
    public const string Admin = "ADMIN";

    /// <summary>The role of who may do what was granted.</summary>
    public const string User = "USER";

    /// <summary>The organisation.</summary>
    public required int OrganisationId { get; set; }

    /// <summary>The person.</summary>
    public required int UserId { get; set; }

    /// <summary><c>ADMIN</c> or <c>USER</c>.</summary>
    public required string Role { get; set; }
}
