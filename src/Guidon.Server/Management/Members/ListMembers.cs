using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Members;

/// <summary><c>GET /api/v1/organisations/{organisation}/users/</c>, with <c>exclude_current=true</c>.</summary>
internal sealed class ListMembers(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var isWithoutMe = QueryFields.ReadFlag(http.Request.Query["exclude_current"]) ?? false;
        var members = MemberView.List(plane, caller.OrganisationId);
        if (caller.May(Permission.Admin, caller.Place)) members = MemberView.WithSecondFactors(plane, members);
        members = [.. members.Where(member => !isWithoutMe || member.Id != caller.UserId)];
        return Reply.Of(StatusCodes.Status200OK, members, ContractsJson.Default.IReadOnlyListMemberAnswer);
    });
}
