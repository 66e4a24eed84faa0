using Guidon.Storage;

namespace Guidon.Server.Management.Tags;

/// <summary><c>GET /api/v1/projects/{project}/tags/{tag}/</c>, and the same by <c>get-by-uuid/{uuid}/</c>.</summary>
internal sealed class GetTag(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(
        http, plane => TagView.Find(plane, caller, http) is { } tag ? TagView.Answer(StatusCodes.Status200OK, tag) : Reply.NotFound);

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var uuid = http.PathUuid();
        return plane.Tags.SingleOrDefault(each => each.Uuid == uuid && each.ProjectId == project.Id) is { } tag
            ? TagView.Answer(StatusCodes.Status200OK, tag)
            : Reply.NotFound;
    });
}
