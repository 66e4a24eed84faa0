using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.FeatureStates;

namespace Guidon.Server.Management.Identities;

/// <summary><c>POST …/identities/{identity}/featurestates/</c> with <c>feature</c>, <c>enabled</c> and <c>feature_state_value</c>: 201.</summary>
internal sealed class CreateIdentityState(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new StateBody(body);
        var featureId = wanted.Reader.Id("feature");
        return changes.AnswerAsync(http, caller, change =>
        {
            if (IdentityTarget.Find(change.Plane, caller, http) is not var (environment, identity)) return Reply.NotFound;
            var feature = featureId is { } id ? change.Plane.FindFeature(environment.ProjectId, id) : null;
            if (featureId is not null && feature is null) wanted.Reader.Errors.Add("feature", $"Invalid pk \"{featureId}\" - object does not exist.");
            if (feature is null) return Reply.Invalid(wanted.Reader.Errors);
            return IdentityOverrides.Add(change, identity, feature, wanted, state =>
                Reply.Of(StatusCodes.Status201Created, FeatureStateView.Show(change.Plane, [state])[0], ContractsJson.Default.FeatureStateAnswer));
        });
    });
}
