using Guidon.Contracts;

namespace Guidon.Server.Management;

/// <summary>What can be granted for a whole organisation.</summary>
internal static class OrganisationPermission
{
    internal static Permission CreateProject { get; } = Of(Grantable.CreateProject, "Allows the user to create projects in this organisation.");

    internal static Permission ManageUserGroups { get; } = Of(Grantable.ManageUserGroups, "Allows the user to manage the groups in the organisation and their members.");

    /// <summary>As the catalogue lists them.</summary>
    internal static IReadOnlyList<Permission> All { get; } = [CreateProject, ManageUserGroups];

    private static Permission Of(string key, string description) => new(key, Level.Organisation, description);
}
