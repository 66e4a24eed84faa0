using Guidon.Flags;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Segments;

/// <summary><c>POST /api/v1/projects/{project}/segments/</c>: 201.</summary>
internal sealed class CreateSegment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new SegmentBody(body, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
            if (wanted.FeatureId is { } feature && change.Plane.FindFeature(project.Id, feature) is null)
                wanted.Errors.Add("feature", $"Invalid pk \"{feature}\" - object does not exist.");
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            if (change.Plane.Segments.Count(each => each.ProjectId == project.Id) >= DocumentLimits.SegmentsMax) return Reply.Full("segments", DocumentLimits.SegmentsMax);
            var segment = wanted.New(change, project.Id);
            change.Plane.Add(segment);
            change.Plane.SaveChanges();   // the answer needs its id
            SegmentSeeds.Settle(change.Plane, segment);
            change.TouchProject(project.Id);
            return SegmentView.Answer(StatusCodes.Status201Created, segment);
        });
    });
}
