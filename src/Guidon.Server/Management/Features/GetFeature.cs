using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Features;

/// <summary><c>GET /api/v1/projects/{project}/features/{feature}/</c>.</summary>
internal sealed class GetFeature(IControlPlaneStore store)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var reply = await store.ReadAsync(
            plane =>
            {
                if (FeatureTarget.Find(plane, caller, http) is not { } feature) return Reply.NotFound;
                return FeatureTarget.View(plane, feature.ProjectId, http) is { } view
                    ? Reply.Of(StatusCodes.Status200OK, view.Show(feature), ContractsJson.Default.FeatureAnswer)
                    : Reply.Invalid("environment is not one of this project's.");
            },
            http.RequestAborted);
        await reply.SendAsync(http);
    }
}
