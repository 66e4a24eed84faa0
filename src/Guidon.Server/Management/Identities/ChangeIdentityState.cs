using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.FeatureStates;

namespace Guidon.Server.Management.Identities;

/// <summary><c>PUT</c> and <c>PATCH …/identities/{identity}/featurestates/{state}/</c>. Both keep what is not named.</summary>
internal sealed class ChangeIdentityState(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new StateBody(body);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (IdentityOverrides.Find(change.Plane, caller, http) is not var (_, state)) return Reply.NotFound;
            var shares = wanted.Shares(change.Plane, state);
            if (wanted.Reader.Errors.Any) return Reply.Invalid(wanted.Reader.Errors);
            wanted.Apply(change, state, shares);
            return Reply.Of(StatusCodes.Status200OK, FeatureStateView.Show(change.Plane, [state])[0], ContractsJson.Default.FeatureStateAnswer);
        });
    });
}
