namespace Guidon.Server.Management;

/// <summary>What can be granted for an environment.</summary>
internal static class EnvironmentPermission
{
    internal static Permission View { get; } = Of("VIEW_ENVIRONMENT", "View permission for the given environment.");

    internal static Permission UpdateFeatureState { get; } = Of("UPDATE_FEATURE_STATE", "Permission to update feature state in the given environment.");

    internal static Permission ManageSegmentOverrides { get; } = Of("MANAGE_SEGMENT_OVERRIDES", "Permission to manage segment overrides in the given environment.");

    internal static Permission ViewIdentities { get; } = Of("VIEW_IDENTITIES", "View identities in the given environment.");

    internal static Permission ManageIdentities { get; } = Of("MANAGE_IDENTITIES", "Manage identities in the given environment.");

    /// <summary>As the catalogue lists them.</summary>
    internal static IReadOnlyList<Permission> All { get; } = [View, UpdateFeatureState, ManageSegmentOverrides, ViewIdentities, ManageIdentities];

    private static Permission Of(string key, string description) => new(key, Level.Environment, description);
}
