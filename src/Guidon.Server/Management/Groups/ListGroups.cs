using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Groups;

/// <summary>
/// <c>GET /api/v1/organisations/{organisation}/groups/</c>: all for who manages groups, those that one administers for others;
/// <c>…/groups/summaries/</c>: the names of all; <c>…/groups/my-groups/</c>: those that the caller is in.
/// </summary>
internal sealed class ListGroups(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var all = GroupView.MayManageAll(caller) ? Of(plane, caller) : Of(plane, caller)
            .Where(group => plane.GroupMembers.Any(member => member.GroupId == group.Id && member.UserId == caller.UserId && member.IsAdmin));
        return new Paging(http).Of([.. all], page => page.Select(group => GroupView.Show(plane, group)).ToList()) is { } answer
            ? Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.PageGroupAnswer)
            : Reply.NoPage;
    });

    internal Task SummariesAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane => Summaries(Of(plane, caller)));

    internal Task MineAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        Summaries(Of(plane, caller).Where(group => plane.GroupMembers.Any(member => member.GroupId == group.Id && member.UserId == caller.UserId))));

    private static IQueryable<UserGroup> Of(ControlPlane plane, Caller caller) =>
        plane.Groups.AsNoTracking().Where(group => group.OrganisationId == caller.OrganisationId).OrderBy(group => group.Id);

    private static Reply Summaries(IQueryable<UserGroup> groups)
    {
        IReadOnlyList<GroupSummary> list = [.. groups.Select(group => new GroupSummary(group.Id, group.Name))];
        return Reply.Of(StatusCodes.Status200OK, list, ContractsJson.Default.IReadOnlyListGroupSummary);
    }
}
