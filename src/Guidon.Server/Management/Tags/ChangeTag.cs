using Guidon.Server.Edge;

namespace Guidon.Server.Management.Tags;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/projects/{project}/tags/{tag}/</c>. Both keep what is not named.</summary>
internal sealed class ChangeTag(ControlPlaneChanges changes)
{
    internal const string SystemTag = "Cannot edit or delete a system tag.";

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new TagBody(body, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (TagView.Find(change.Plane, caller, http) is not { } tag) return Reply.NotFound;
            if (tag.IsSystemTag) return Reply.Invalid(SystemTag);
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            wanted.Apply(tag);
            return TagView.Answer(StatusCodes.Status200OK, tag);
        });
    });
}
