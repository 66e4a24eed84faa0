namespace Guidon.Storage.Model;

/// <summary>What one holder may do at one place. Exactly one of the three places and one of the three holders is set.</summary>
public sealed class PermissionGrant
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>The place, when it is an organisation.</summary>
    public int? OrganisationId { get; set; }

    /// <summary>The place, when it is a project.</summary>
    public int? ProjectId { get; set; }

    /// <summary>The place, when it is an environment.</summary>
    public int? EnvironmentId { get; set; }

    /// <summary>The holder, when it is a person.</summary>
    public int? UserId { get; set; }

    /// <summary>The holder, when it is a group.</summary>
    public int? GroupId { get; set; }

    /// <summary>The holder, when it is a master API key that is no administrator's.</summary>
    public int? MasterApiKeyId { get; set; }

    /// <summary>Names such as <c>VIEW_PROJECT</c>, with blanks between.</summary>
    public required string Permissions { get; set; }

    /// <summary>True when nothing at this place, and below it, is missing.</summary>
    public bool IsAdmin { get; set; }
}
