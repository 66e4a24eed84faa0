using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>
/// The one place that says whether flags of an environment may be changed, whichever way: what the caller may there, and whether the environment is changed
/// by approval alone.
/// </summary>
internal static class FlagGuard
{
    /// <summary>Whether the caller may not change such a state there.</summary>
    /// <param name="change">The transaction and its caller.</param>
    /// <param name="environment">Where.</param>
    /// <param name="state">A default or an override of either kind; <see langword="null"/> for a segment override to be made.</param>
    /// <returns><see langword="null"/> when nothing speaks against it.</returns>
    internal static Reply? Refusal(Change change, ProjectEnvironment environment, FeatureState? state)
    {
        var permission = state is { Identifier: not null } ? EnvironmentPermission.ManageIdentities
            : state is { SegmentId: null } ? EnvironmentPermission.UpdateFeatureState
            : EnvironmentPermission.ManageSegmentOverrides;
        if (!change.Caller.May(permission, Place.Of(change.Plane, environment))) return Reply.Forbidden;
        // What one identity gets is its support's business, here as in the platform whose API this is.
        return state is { Identifier: not null } ? null : Approval(environment);
    }

    /// <summary>409 for an environment whose flags are changed by approval alone; <see langword="null"/> otherwise.</summary>
    /// <remarks>That no approval is asked for is said by 0 as well as by no number at all: people and the Terraform provider write it (decision 401).</remarks>
    internal static Reply? Approval(ProjectEnvironment environment) => environment.MinimumChangeRequestApprovals is null or 0 ? null : Reply.ChangeRequests;
}
