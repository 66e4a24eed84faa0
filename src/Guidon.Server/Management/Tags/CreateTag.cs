using Guidon.Server.Edge;

namespace Guidon.Server.Management.Tags;

/// <summary><c>POST /api/v1/projects/{project}/tags/</c>: 201.</summary>
internal sealed class CreateTag(ControlPlaneChanges changes)
{
    private const int TagsMax = 1_000;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new TagBody(body, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            if (change.Plane.Tags.Count(each => each.ProjectId == project.Id) >= TagsMax) return Reply.Full("tags", TagsMax);
            var tag = wanted.New(change.NewUuid(), project.Id);
            change.Plane.Add(tag);
            change.Plane.SaveChanges();   // the answer needs its id
            return TagView.Answer(StatusCodes.Status201Created, tag);
        });
    });
}
