using Guidon.Storage;

namespace Guidon.Server.Management.Projects;

/// <summary><c>GET /api/v1/projects/{project}/</c>, and the same by <c>/api/v1/projects/get-by-uuid/{uuid}/</c>.</summary>
internal sealed class GetProject(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        plane.FindProject(caller, http.PathId("project")) is { } project ? ProjectView.Answer(plane, StatusCodes.Status200OK, project) : Reply.NotFound);

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var uuid = http.PathUuid();
        return plane.Projects.SingleOrDefault(each => each.Uuid == uuid) is { } project && caller.May(Permission.View, Place.Of(project))
            ? ProjectView.Answer(plane, StatusCodes.Status200OK, project)
            : Reply.NotFound;
    });
}
