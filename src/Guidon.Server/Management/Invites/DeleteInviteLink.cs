namespace Guidon.Server.Management.Invites;

/// <summary><c>DELETE /api/v1/organisations/{organisation}/invite-links/{link}/</c>: 204. Who joined by it stays.</summary>
internal sealed class DeleteInviteLink(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        var id = http.PathId("link");
        if (change.Plane.InviteLinks.SingleOrDefault(link => link.Id == id && link.OrganisationId == caller.OrganisationId) is not { } link) return Reply.NotFound;
        change.Plane.Remove(link);
        return Reply.NoContent;
    });
}
