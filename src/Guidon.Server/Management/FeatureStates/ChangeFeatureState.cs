using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>
/// <c>PUT</c> and <c>PATCH /api/v1/environments/{environment}/featurestates/{state}/</c>, for defaults and overrides of both kinds. Both
/// keep what is not named. The value may be bare or an object.
/// </summary>
internal sealed class ChangeFeatureState(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new StateBody(body);
        return changes.AnswerTogetherAsync(http, caller, change =>
        {
            if (FeatureStateView.Find(change.Plane, caller, http) is not var (environment, state)) return Reply.NotFound;
            if (FlagGuard.Refusal(change, environment, state) is { } refusal) return refusal;
            var shares = wanted.Shares(change.Plane, state);
            if (wanted.Reader.Errors.Any) return Reply.Invalid(wanted.Reader.Errors);
            wanted.Apply(change, state, shares);
            return Reply.Of(StatusCodes.Status200OK, FeatureStateView.Show(change.Plane, [state])[0], ContractsJson.Default.FeatureStateAnswer);
        });
    });
}
