using Guidon.Contracts;
using Guidon.Server.Management.Members;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Invites;

/// <summary>Finds and shows invites.</summary>
internal static class InviteView
{
    /// <summary>The invite that the path names; <see langword="null"/> when the organisation has no such thing.</summary>
    internal static Invite? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        var id = http.PathId("invite");
        return plane.Invites.SingleOrDefault(invite => invite.Id == id && invite.OrganisationId == caller.OrganisationId);
    }

    internal static InviteAnswer Show(ControlPlane plane, Invite invite)
    {
        var by = invite.InvitedBy is { } id ? plane.Users.AsNoTracking().SingleOrDefault(user => user.Id == id) : null;
        IReadOnlyList<int> groups = [.. plane.InviteGroups.Where(each => each.InviteId == invite.Id).Select(each => each.GroupId).OrderBy(each => each)];
        return new InviteAnswer(invite.Id, invite.Email, invite.Role, groups, invite.CreatedAt.UtcDateTime, by is null ? null : MemberView.Show(by), invite.Hash);
    }

    internal static Reply Answer(int status, ControlPlane plane, Invite invite) => Reply.Of(status, Show(plane, invite), ContractsJson.Default.InviteAnswer);
}
