using Guidon.Server.Edge;

namespace Guidon.Server.Management.FeatureStates;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/features/featurestates/{state}/</c>, for defaults and overrides of both kinds. Both keep what is not named.</summary>
internal sealed class ChangeState(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new StateBody(body);
        return changes.AnswerTogetherAsync(http, caller, change =>
        {
            if (GetState.Find(change.Plane, caller, http.PathId("state")) is not var (environment, state)) return Reply.NotFound;
            if (FlagGuard.Refusal(change, environment, state) is { } refusal) return refusal;
            var shares = wanted.Shares(change.Plane, state);
            if (wanted.Reader.Errors.Any) return Reply.Invalid(wanted.Reader.Errors);
            wanted.Apply(change, state, shares);
            return StateView.Answer(change.Plane, StatusCodes.Status200OK, state);
        });
    });
}
