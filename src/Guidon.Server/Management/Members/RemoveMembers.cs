using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Members;

/// <summary><c>POST /api/v1/organisations/{organisation}/remove-users/</c> with <c>[{"id": 7}, …]</c>: 200 with those who are gone.</summary>
internal sealed class RemoveMembers(ControlPlaneChanges changes)
{
    private const int UsersMax = 1_000;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        if (body.ValueKind != JsonValueKind.Array || body.GetArrayLength() > UsersMax)
            return Answers.FieldAsync(http, "non_field_errors", $"Expected a list of at most {UsersMax} items.");
        List<FieldReader> items = [.. body.EnumerateArray().Select(item => new FieldReader(item, new FieldErrors()))];
        List<int> ids = [.. items.Select(item => item.Integer("id")).Where(id => id is > 0 and <= int.MaxValue).Select(id => (int)(id ?? 0))];
        if (items.Exists(item => item.Errors.Any)) return FieldErrors.SendAsync(http, null, [.. items.Select(item => item.Errors)]);
        return changes.AnswerAsync(http, caller, change =>
        {
            var members = change.Plane.Members.Where(each => each.OrganisationId == caller.OrganisationId && ids.Contains(each.UserId)).ToList();
            if (members.Count > 0 && !Membership.HasAdminBeside(change.Plane, caller.OrganisationId, ids)) return Reply.Invalid("An organisation needs an administrator.");
            var found = members.ConvertAll(member => member.UserId);
            IReadOnlyList<MemberAnswer> gone = [.. change.Plane.Users.Where(user => found.Contains(user.Id)).AsEnumerable().Select(user => MemberView.Show(user))];
            foreach (var member in members) Membership.Leave(change.Plane, member);
            return Reply.Of(StatusCodes.Status200OK, gone, ContractsJson.Default.IReadOnlyListMemberAnswer);
        });
    });
}
