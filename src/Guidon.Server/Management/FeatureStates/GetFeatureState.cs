using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.FeatureStates;

/// <summary><c>GET /api/v1/environments/{environment}/featurestates/{state}/</c>.</summary>
internal sealed class GetFeatureState(IControlPlaneStore store)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var reply = await store.ReadAsync(
            plane => FeatureStateView.Find(plane, caller, http) is var (_, state)
                ? Reply.Of(StatusCodes.Status200OK, FeatureStateView.Show(plane, [state])[0], ContractsJson.Default.FeatureStateAnswer)
                : Reply.NotFound,
            http.RequestAborted);
        await reply.SendAsync(http);
    }
}
