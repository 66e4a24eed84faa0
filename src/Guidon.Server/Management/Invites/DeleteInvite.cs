namespace Guidon.Server.Management.Invites;

/// <summary><c>DELETE /api/v1/organisations/{organisation}/invites/{invite}/</c>: 204.</summary>
internal sealed class DeleteInvite(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (InviteView.Find(change.Plane, caller, http) is not { } invite) return Reply.NotFound;
        change.Plane.Remove(invite);
        return Reply.NoContent;
    });
}
