namespace Guidon.Server.Management.Groups;

/// <summary><c>POST …/groups/{group}/users/{user}/make-admin</c> and <c>…/remove-admin</c>: 200 with nothing in it. The person must be in the group.</summary>
internal sealed class ChangeGroupAdmin(ControlPlaneChanges changes)
{
    private static Reply Done() => new(Refuses: false, http => Answers.JsonAsync(http, StatusCodes.Status200OK, "{}"u8.ToArray()));

    internal Task MakeAsync(HttpContext http, Caller caller) => SetAsync(http, caller, isAdmin: true);

    internal Task RemoveAsync(HttpContext http, Caller caller) => SetAsync(http, caller, isAdmin: false);

    private Task SetAsync(HttpContext http, Caller caller, bool isAdmin) => changes.AnswerAsync(http, caller, change =>
    {
        var user = http.PathId("user");
        if (GroupView.Find(change.Plane, caller, http) is not { } group) return Reply.NotFound;
        if (change.Plane.GroupMembers.SingleOrDefault(member => member.GroupId == group.Id && member.UserId == user) is not { } member) return Reply.NotFound;
        member.IsAdmin = isAdmin;
        return Done();
    });
}
