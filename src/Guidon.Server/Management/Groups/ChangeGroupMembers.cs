using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Groups;

/// <summary>
/// <c>POST …/groups/{group}/add-users/</c> and <c>…/remove-users/</c> with <c>user_ids</c>: 200 with the group. For who manages all groups, and for
/// the administrators of this one.
/// </summary>
internal sealed class ChangeGroupMembers(ControlPlaneChanges changes)
{
    internal Task AddAsync(HttpContext http, Caller caller) => ChangeAsync(http, caller, (change, group, users) =>
    {
        var present = change.Plane.GroupMembers.Where(member => member.GroupId == group.Id).Select(member => member.UserId).ToHashSet();
        change.Plane.AddRange(users.Where(user => !present.Contains(user)).Select(user => new GroupMember { GroupId = group.Id, UserId = user }));
    });

    internal Task RemoveAsync(HttpContext http, Caller caller) => ChangeAsync(http, caller, (change, group, users) =>
        change.Plane.RemoveRange(change.Plane.GroupMembers.Where(member => member.GroupId == group.Id && users.Contains(member.UserId))));

    private Task ChangeAsync(HttpContext http, Caller caller, Action<Change, UserGroup, List<int>> apply) => JsonBody.AnswerAsync(http, body =>
        changes.AnswerAsync(http, caller, change =>
        {
            if (GroupView.Find(change.Plane, caller, http) is not { } group) return Reply.NotFound;
            if (!GroupView.MayManage(change.Plane, caller, group.Id)) return Reply.Forbidden;
            var errors = new FieldErrors();
            var users = GroupFields.ReadUsers(body, change.Plane, caller.OrganisationId, errors);
            if (errors.Any) return Reply.Invalid(errors);
            apply(change, group, users);
            change.Plane.SaveChanges();   // what is shown is read again
            return GroupView.Answer(StatusCodes.Status200OK, change.Plane, group);
        }));
}
