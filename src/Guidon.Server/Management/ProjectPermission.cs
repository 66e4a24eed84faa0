namespace Guidon.Server.Management;

/// <summary>What can be granted for a project.</summary>
internal static class ProjectPermission
{
    internal static Permission View { get; } = Of("VIEW_PROJECT", "View permission for the given project.");

    internal static Permission CreateEnvironment { get; } = Of("CREATE_ENVIRONMENT", "Ability to create an environment in the given project.");

    internal static Permission CreateFeature { get; } = Of("CREATE_FEATURE", "Ability to create features in the given project.");

    internal static Permission EditFeature { get; } = Of("EDIT_FEATURE", "Ability to edit features in the given project.");

    internal static Permission DeleteFeature { get; } = Of("DELETE_FEATURE", "Ability to delete features in the given project.");

    internal static Permission ManageSegments { get; } = Of("MANAGE_SEGMENTS", "Ability to manage segments in the given project.");

    internal static Permission ManageTags { get; } = Of("MANAGE_TAGS", "Ability to manage tags in the given project.");

    internal static Permission ViewAuditLog { get; } = Of("VIEW_AUDIT_LOG", "Allows the user to view the audit logs for this project.");

    /// <summary>As the catalogue lists them.</summary>
    internal static IReadOnlyList<Permission> All { get; } =
        [View, CreateEnvironment, CreateFeature, EditFeature, DeleteFeature, ManageSegments, ManageTags, ViewAuditLog];

    private static Permission Of(string key, string description) => new(key, Level.Project, description);
}
