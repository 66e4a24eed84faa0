using Guidon.Contracts;
using Guidon.Server.Management.Members;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Groups;

/// <summary>Finds and shows groups, and says who may look after them.</summary>
internal static class GroupView
{
    /// <summary>The group that the path names; <see langword="null"/> when the organisation has no such thing.</summary>
    internal static UserGroup? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        var id = http.PathId("group");
        return plane.Groups.SingleOrDefault(group => group.Id == id && group.OrganisationId == caller.OrganisationId);
    }

    internal static bool MayManageAll(Caller caller) => caller.May(OrganisationPermission.ManageUserGroups, new Place(caller.OrganisationId));

    /// <summary>Whether the caller may add and remove members: who manages all groups, and who is an administrator of this one.</summary>
    internal static bool MayManage(ControlPlane plane, Caller caller, int groupId) =>
        MayManageAll(caller) || plane.GroupMembers.Any(member => member.GroupId == groupId && member.UserId == caller.UserId && member.IsAdmin);

    internal static GroupAnswer Show(ControlPlane plane, UserGroup group) => new(group.Id, group.Name, Members(plane, group.Id), group.IsDefault, group.ExternalId);

    internal static Reply Answer(int status, ControlPlane plane, UserGroup group) => Reply.Of(status, Show(plane, group), ContractsJson.Default.GroupAnswer);

    private static IReadOnlyList<MemberAnswer> Members(ControlPlane plane, int groupId) =>
    [
        .. plane.GroupMembers.AsNoTracking().Where(member => member.GroupId == groupId)
            .Join(plane.Users.AsNoTracking(), member => member.UserId, user => user.Id, (member, user) => new { member.IsAdmin, user })
            .OrderBy(each => each.user.Id).AsEnumerable().Select(each => MemberView.Show(each.user, isGroupAdmin: each.IsAdmin)),
    ];
}
