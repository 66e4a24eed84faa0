using Guidon.Contracts;
using Guidon.Server.Management.FeatureStates;
using Guidon.Storage;

namespace Guidon.Server.Management.Identities;

/// <summary><c>GET …/identities/{identity}/featurestates/{state}/</c>.</summary>
internal sealed class GetIdentityState(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        IdentityOverrides.Find(plane, caller, http) is var (_, state)
            ? Reply.Of(StatusCodes.Status200OK, FeatureStateView.Show(plane, [state])[0], ContractsJson.Default.FeatureStateAnswer)
            : Reply.NotFound);
}
