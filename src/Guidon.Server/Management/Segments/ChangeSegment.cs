using Guidon.Server.Edge;

namespace Guidon.Server.Management.Segments;

/// <summary>
/// <c>PUT</c> and <c>PATCH /api/v1/projects/{project}/segments/{segment}/</c>. Rules that are given replace the tree; both keep what is not named. The
/// id stays, and so does everybody's place in percentage splits.
/// </summary>
internal sealed class ChangeSegment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new SegmentBody(body, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (SegmentView.Find(change.Plane, caller, http) is not { } segment) return Reply.NotFound;
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            if (wanted.Apply(segment, change.Now)) change.TouchProject(segment.ProjectId);
            return SegmentView.Answer(StatusCodes.Status200OK, segment);
        });
    });
}
