using Guidon.Storage;

namespace Guidon.Server.Management.Segments;

/// <summary><c>GET /api/v1/projects/{project}/segments/{segment}/</c>, and the same by <c>/api/v1/segments/get-by-uuid/{uuid}/</c>.</summary>
internal sealed class GetSegment(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(
        http, plane => SegmentView.Find(plane, caller, http) is { } segment ? SegmentView.Answer(StatusCodes.Status200OK, segment) : Reply.NotFound);

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var uuid = http.PathUuid();
        return plane.Segments.SingleOrDefault(each => each.Uuid == uuid) is { } segment && plane.FindProject(caller, segment.ProjectId) is not null
            ? SegmentView.Answer(StatusCodes.Status200OK, segment)
            : Reply.NotFound;
    });
}
