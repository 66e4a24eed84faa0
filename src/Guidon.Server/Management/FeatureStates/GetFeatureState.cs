using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.FeatureStates;

/// <summary><c>GET /api/v1/environments/{environment}/featurestates/{state}/</c>.</summary>
internal sealed class GetFeatureState(IControlPlaneStore store)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var reply = await store.ReadAsync(
            plane => FeatureStateView.Find(plane, caller, http) is var (environment, state) && MaySee(plane, caller, environment, state)
                ? Reply.Of(StatusCodes.Status200OK, FeatureStateView.Show(plane, [state])[0], ContractsJson.Default.FeatureStateAnswer)
                : Reply.NotFound,
            http.RequestAborted);
        await reply.SendAsync(http);
    }

    /// <summary>Whether the caller, who may see the environment, may see this of it: what is for an identity is for those who may see identities.</summary>
    internal static bool MaySee(ControlPlane plane, Caller caller, ProjectEnvironment environment, FeatureState state) =>
        state.Identifier is null || caller.May(EnvironmentPermission.ViewIdentities, Place.Of(plane, environment));
}
