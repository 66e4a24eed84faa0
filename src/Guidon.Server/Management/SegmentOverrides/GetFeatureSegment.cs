using Guidon.Storage;

namespace Guidon.Server.Management.SegmentOverrides;

/// <summary><c>GET /api/v1/features/feature-segments/{link}/</c>, and the same by <c>get-by-uuid/{uuid}/</c>.</summary>
internal sealed class GetFeatureSegment(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        OverrideRows.Find(plane, caller, http.PathId("link")) is var (_, state) ? FeatureSegmentView.Answer(plane, StatusCodes.Status200OK, state) : Reply.NotFound);

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var uuid = http.PathUuid();
        var id = plane.FeatureStates.Where(each => each.Uuid == uuid).Select(each => each.Id).SingleOrDefault();
        return OverrideRows.Find(plane, caller, id) is var (_, state) ? FeatureSegmentView.Answer(plane, StatusCodes.Status200OK, state) : Reply.NotFound;
    });
}
