using Guidon.Contracts;

namespace Guidon.Server.Management;

/// <summary>What can be granted for an environment.</summary>
internal static class EnvironmentPermission
{
    internal static Permission View { get; } = Of(Grantable.ViewEnvironment, "View permission for the given environment.");

    internal static Permission UpdateFeatureState { get; } = Of(Grantable.UpdateFeatureState, "Permission to update feature state in the given environment.");

    internal static Permission ManageSegmentOverrides { get; } = Of(Grantable.ManageSegmentOverrides, "Permission to manage segment overrides in the given environment.");

    internal static Permission ViewIdentities { get; } = Of(Grantable.ViewIdentities, "View identities in the given environment.");

    internal static Permission ManageIdentities { get; } = Of(Grantable.ManageIdentities, "Manage identities in the given environment.");

    /// <summary>As the catalogue lists them.</summary>
    internal static IReadOnlyList<Permission> All { get; } = [View, UpdateFeatureState, ManageSegmentOverrides, ViewIdentities, ManageIdentities];

    private static Permission Of(string key, string description) => new(key, Level.Environment, description);
}
