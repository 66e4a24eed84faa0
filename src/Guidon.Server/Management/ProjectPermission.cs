using Guidon.Contracts;

namespace Guidon.Server.Management;

/// <summary>What can be granted for a project.</summary>
internal static class ProjectPermission
{
    internal static Permission View { get; } = Of(Grantable.ViewProject, "View permission for the given project.");

    internal static Permission CreateEnvironment { get; } = Of(Grantable.CreateEnvironment, "Ability to create an environment in the given project.");

    internal static Permission CreateFeature { get; } = Of(Grantable.CreateFeature, "Ability to create features in the given project.");

    internal static Permission EditFeature { get; } = Of(Grantable.EditFeature, "Ability to edit features in the given project.");

    internal static Permission DeleteFeature { get; } = Of(Grantable.DeleteFeature, "Ability to delete features in the given project.");

    internal static Permission ManageSegments { get; } = Of(Grantable.ManageSegments, "Ability to manage segments in the given project.");

    internal static Permission ManageTags { get; } = Of(Grantable.ManageTags, "Ability to manage tags in the given project.");

    internal static Permission ViewAuditLog { get; } = Of(Grantable.ViewAuditLog, "Allows the user to view the audit logs for this project.");

    /// <summary>As the catalogue lists them.</summary>
    internal static IReadOnlyList<Permission> All { get; } =
        [View, CreateEnvironment, CreateFeature, EditFeature, DeleteFeature, ManageSegments, ManageTags, ViewAuditLog];

    private static Permission Of(string key, string description) => new(key, Level.Project, description);
}
