namespace Guidon.Server.Management.Tags;

/// <summary><c>DELETE /api/v1/projects/{project}/tags/{tag}/</c>: 204. Features lose it.</summary>
internal sealed class DeleteTag(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (TagView.Find(change.Plane, caller, http) is not { } tag) return Reply.NotFound;
        if (tag.IsSystemTag) return Reply.Invalid(ChangeTag.SystemTag);
        change.Plane.Remove(tag);
        return Reply.NoContent;
    });
}
