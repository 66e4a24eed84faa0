namespace Guidon.Server.Management.Groups;

/// <summary><c>DELETE /api/v1/organisations/{organisation}/groups/{group}/</c>: 204 with what was granted to it; its members stay in the organisation.</summary>
internal sealed class DeleteGroup(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (GroupView.Find(change.Plane, caller, http) is not { } group) return Reply.NotFound;
        change.Plane.Remove(group);
        return Reply.NoContent;
    });
}
