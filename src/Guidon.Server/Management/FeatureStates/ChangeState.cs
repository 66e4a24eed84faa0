using Guidon.Server.Edge;
using Guidon.Server.Management.SegmentOverrides;

namespace Guidon.Server.Management.FeatureStates;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/features/featurestates/{state}/</c>, for defaults and overrides of both kinds. Both keep what is not named.</summary>
internal sealed class ChangeState(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new StateBody(body);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (GetState.Find(change.Plane, caller, http.PathId("state")) is not { } state) return Reply.NotFound;
            if (change.Plane.FindEnvironment(caller, state.EnvironmentId) is not { } environment || !OverrideRows.May(change, caller, environment, state)) return Reply.Forbidden;
            var shares = wanted.Shares(change.Plane, state);
            if (wanted.Reader.Errors.Any) return Reply.Invalid(wanted.Reader.Errors);
            wanted.Apply(change, state, shares);
            return StateView.Answer(change.Plane, StatusCodes.Status200OK, state);
        });
    });
}
