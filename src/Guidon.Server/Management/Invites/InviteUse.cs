using Guidon.Server.Management.Members;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Invites;

/// <summary>What becomes of an invite when somebody follows it: asked by those who join and by those who sign up with it.</summary>
internal static class InviteUse
{
    /// <summary>The person joins and the invite is used up.</summary>
    internal static void Accept(ControlPlane plane, Invite invite, int userId)
    {
        var groups = plane.InviteGroups.Where(each => each.InviteId == invite.Id).Select(each => each.GroupId).ToList();
        Membership.Join(plane, invite.OrganisationId, userId, invite.Role, groups);
        plane.Remove(invite);
    }

    internal static void Accept(ControlPlane plane, InviteLink link, int userId) => Membership.Join(plane, link.OrganisationId, userId, link.Role, []);

    internal static bool IsOver(InviteLink link, DateTimeOffset now) => link.ExpiresAt is { } end && end <= now;
}
