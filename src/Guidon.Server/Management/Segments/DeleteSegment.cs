using Guidon.Server.Management.SegmentOverrides;

namespace Guidon.Server.Management.Segments;

/// <summary><c>DELETE /api/v1/projects/{project}/segments/{segment}/</c>: 204. Its overrides go with it, and the weaker ones move up.</summary>
internal sealed class DeleteSegment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (SegmentView.Find(change.Plane, caller, http) is not { } segment) return Reply.NotFound;
        foreach (var state in change.Plane.FeatureStates.Where(each => each.SegmentId == segment.Id).ToList()) OverrideRows.Remove(change, state);
        change.Plane.Remove(segment);
        change.TouchProject(segment.ProjectId);
        return Reply.NoContent;
    });
}
