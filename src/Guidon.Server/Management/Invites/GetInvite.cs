using Guidon.Storage;

namespace Guidon.Server.Management.Invites;

/// <summary>
/// <c>GET /api/v1/organisations/{organisation}/invites/{invite}/</c>, and <c>POST …/resend/</c>: nothing is sent from here, so that shows the invite once
/// more, for its administrator to hand on.
/// </summary>
internal sealed class GetInvite(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        InviteView.Find(plane, caller, http) is { } invite ? InviteView.Answer(StatusCodes.Status200OK, plane, invite) : Reply.NotFound);
}
