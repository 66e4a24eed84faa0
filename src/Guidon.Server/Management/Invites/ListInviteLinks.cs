using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Invites;

/// <summary><c>GET /api/v1/organisations/{organisation}/invite-links/</c>.</summary>
internal sealed class ListInviteLinks(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        IReadOnlyList<InviteLinkAnswer> links =
            [.. plane.InviteLinks.AsNoTracking().Where(link => link.OrganisationId == caller.OrganisationId).OrderBy(link => link.Id).AsEnumerable().Select(Show)];
        return Reply.Of(StatusCodes.Status200OK, links, ContractsJson.Default.IReadOnlyListInviteLinkAnswer);
    });

    internal static InviteLinkAnswer Show(InviteLink link) => new(link.Id, link.Hash, link.Role, link.CreatedAt.UtcDateTime, link.ExpiresAt?.UtcDateTime);
}
