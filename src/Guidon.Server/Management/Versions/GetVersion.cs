using Guidon.Storage;

namespace Guidon.Server.Management.Versions;

/// <summary><c>GET /api/v1/environment-feature-versions/{version}/</c>.</summary>
internal sealed class GetVersion(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var uuid = VersionTarget.Uuid(http);
        return plane.FeatureVersions.SingleOrDefault(each => each.Uuid == uuid) is { } version && plane.FindEnvironment(caller, version.EnvironmentId) is not null
            ? VersionView.Answer(plane, StatusCodes.Status200OK, version)
            : Reply.NotFound;
    });
}
