namespace Guidon.Server.Management;

/// <summary>Who sent a management request. Sees and changes what belongs to its organisation; everything else does not exist for it.</summary>
/// <param name="OrganisationId">The organisation of the master API key.</param>
internal sealed record Caller(int OrganisationId)
{
    /// <summary>The person; <see langword="null"/> for a master API key.</summary>
    internal int? UserId { get; init; }

    /// <summary>Everything of its organisation.</summary>
    internal bool May(Permission permission, Place place) => permission.Description.Length > 0 && OrganisationId == place.OrganisationId;
}
