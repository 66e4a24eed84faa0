using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Members;

/// <summary><c>POST /api/v1/organisations/{organisation}/users/{user}/update-role/</c>. The last administrator stays one.</summary>
internal sealed class ChangeRole(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var role = RoleField.Read(reader, isNeeded: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            var id = http.PathId("user");
            var member = change.Plane.Members.SingleOrDefault(each => each.OrganisationId == caller.OrganisationId && each.UserId == id);
            if (member is null || change.Plane.FindMember(caller.OrganisationId, id) is not { } user) return Reply.NotFound;
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (role != member.Role && Membership.IsLastAdmin(change.Plane, member)) return Reply.Invalid("An organisation needs an administrator.");
            member.Role = role;
            return Reply.Of(StatusCodes.Status200OK, MemberView.Show(user, role), ContractsJson.Default.MemberAnswer);
        });
    });
}
