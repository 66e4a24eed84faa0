using Guidon.Server.Management.SegmentOverrides;

namespace Guidon.Server.Management.FeatureStates;

/// <summary><c>DELETE /api/v1/environments/{environment}/featurestates/{state}/</c>: 204 for an override of either kind. A default stays as long as its feature.</summary>
internal sealed class DeleteFeatureState(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (FeatureStateView.Find(change.Plane, caller, http) is not var (environment, state)) return Reply.NotFound;
        if (FlagGuard.Refusal(change, environment, state) is { } refusal) return refusal;
        if (state is { SegmentId: null, Identifier: null }) return Reply.Invalid("The state of a feature in an environment cannot be deleted, only changed.");
        if (state.SegmentId is not null) OverrideRows.Remove(change, state);
        else change.Plane.Remove(state);
        change.Touch(state.EnvironmentId);
        return Reply.NoContent;
    });
}
