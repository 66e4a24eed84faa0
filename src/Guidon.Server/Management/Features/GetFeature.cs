using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary><c>GET /api/v1/projects/{project}/features/{feature}/</c>, and the same by <c>/api/v1/features/get-by-uuid/{uuid}/</c>.</summary>
internal sealed class GetFeature(IControlPlaneStore store, TimeProvider time)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(
        http, plane => FeatureTarget.Find(plane, caller, http) is var (project, feature) ? Show(plane, caller, project, feature, http) : Reply.NotFound);

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var uuid = http.PathUuid();
        return plane.Features.SingleOrDefault(each => each.Uuid == uuid) is { } feature && plane.FindProject(caller, feature.ProjectId) is { } project
            ? Show(plane, caller, project, feature, http)
            : Reply.NotFound;
    });

    private Reply Show(ControlPlane plane, Caller caller, Project project, Feature feature, HttpContext http) =>
        FeatureTarget.View(plane, caller, project, time.GetUtcNow(), http) is { } view
            ? view.Answer(StatusCodes.Status200OK, feature)
            : Reply.Invalid("environment is not one of this project's.");
}
