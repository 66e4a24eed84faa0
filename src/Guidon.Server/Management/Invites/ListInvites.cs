using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Invites;

/// <summary><c>GET /api/v1/organisations/{organisation}/invites/</c>.</summary>
internal sealed class ListInvites(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        List<Invite> all = [.. plane.Invites.AsNoTracking().Where(invite => invite.OrganisationId == caller.OrganisationId).OrderBy(invite => invite.Id)];
        return new Paging(http).Of(all, page => page.Select(invite => InviteView.Show(plane, invite)).ToList()) is { } answer
            ? Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.PageInviteAnswer)
            : Reply.NoPage;
    });
}
