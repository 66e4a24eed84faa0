using Guidon.Server.Management.Organisations;
using Guidon.Storage;

namespace Guidon.Server.Management.Invites;

/// <summary>
/// <c>POST /api/v1/users/join/{hash}/</c> for the person whom an invite names, and <c>…/users/join/link/{hash}/</c> for everybody: 200 with the
/// organisation. Another address and a link that is over are 400, links that are switched off 403, unknown ones 404.
/// </summary>
internal sealed class JoinOrganisation(ControlPlaneChanges changes, AccessOptions options)
{
    internal Task ByInviteAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        var hash = http.PathText("hash");
        if (change.Plane.Invites.SingleOrDefault(each => each.Hash == hash) is not { } invite || caller.UserId is not { } user) return Reply.NotFound;
        if (!string.Equals(invite.Email, caller.Name, StringComparison.OrdinalIgnoreCase)) return Reply.Invalid("Registered email does not match invited email");
        InviteUse.Accept(change.Plane, invite, user);
        return Show(change.Plane, user, invite.OrganisationId);
    });

    internal Task ByLinkAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        var hash = http.PathText("hash");
        if (!options.InviteLinks) return Reply.Forbidden;
        if (change.Plane.InviteLinks.SingleOrDefault(each => each.Hash == hash) is not { } link || caller.UserId is not { } user) return Reply.NotFound;
        if (InviteUse.IsOver(link, change.Now)) return Reply.Invalid("Invite link has expired.");
        InviteUse.Accept(change.Plane, link, user);
        return Show(change.Plane, user, link.OrganisationId);
    });

    // As a member sees it, which the caller was not a moment ago.
    private static Reply Show(ControlPlane plane, int userId, int organisationId)
    {
        plane.SaveChanges();
        return OrganisationView.Answer(
            StatusCodes.Status200OK, plane, Callers.Of(plane, plane.Users.Single(each => each.Id == userId)), plane.Organisations.Single(each => each.Id == organisationId));
    }
}
