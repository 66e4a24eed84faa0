namespace Guidon.Storage.Model;

/// <summary>People of an organisation who are given permissions together.</summary>
public sealed class UserGroup
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required int OrganisationId { get; set; }

    /// <summary>1–200 characters.</summary>
    public required string Name { get; set; }

    /// <summary>True when new members of the organisation join it by themselves.</summary>
    public bool IsDefault { get; set; }

    /// <summary>What another directory calls it.</summary>
    public string? ExternalId { get; set; }
}
