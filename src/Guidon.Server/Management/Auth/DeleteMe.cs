using Guidon.Server.Edge;
using Guidon.Server.Management.Members;
using Guidon.Storage;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>DELETE /api/v1/auth/users/me/</c> with <c>current_password</c>: 204. The only administrator of an organisation is refused: it would belong to nobody. With
/// <c>delete_orphan_organisations</c> those go along whose only member the person is.
/// </summary>
internal sealed class DeleteMe(PlaceRemoval removal, OwnPassword own)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var takesOrphans = reader.FlagOrNull("delete_orphan_organisations") ?? false;
        if (await own.CheckAsync(http, caller, reader) is not { } compared) return;
        await removal.AnswerAsync(http, caller, change =>
        {
            if (UserView.Me(change.Plane, caller) is not { } user) return Reply.NotFound;
            OwnPassword.Confirm(user, compared, reader);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            var orphans = takesOrphans ? OrphansOf(change.Plane, user.Id) : [];
            var memberships = change.Plane.Members.Where(member => member.UserId == user.Id && !orphans.Contains(member.OrganisationId)).ToList();
            if (memberships.Exists(member => Membership.IsLastAdmin(change.Plane, member)))
                return Reply.Invalid("An organisation needs an administrator: make somebody else one, or delete it, first.");
            foreach (var organisation in change.Plane.Organisations.Where(each => orphans.Contains(each.Id)).ToList()) PlaceRemoval.Remove(change, organisation);
            foreach (var member in memberships) Membership.Leave(change.Plane, member);
            change.Plane.Remove(user);
            SessionCookie.Clear(http);
            return Reply.NoContent;
        });
    });

    private static List<int> OrphansOf(ControlPlane plane, int userId) =>
    [
        .. plane.Members.Where(member => member.UserId == userId && !plane.Members.Any(other => other.OrganisationId == member.OrganisationId && other.UserId != userId))
            .Select(member => member.OrganisationId),
    ];
}
