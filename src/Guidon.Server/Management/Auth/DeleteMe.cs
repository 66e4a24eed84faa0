using Guidon.Server.Edge;
using Guidon.Server.Management.Members;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>DELETE /api/v1/auth/users/me/</c> with <c>current_password</c>: 204. The only administrator of an organisation is refused: it would belong to nobody.
/// </summary>
internal sealed class DeleteMe(ControlPlaneChanges changes, OwnPassword own)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        if (await own.CheckAsync(http, caller, reader) is not { } compared) return;
        await changes.AnswerAsync(http, caller, change =>
        {
            if (UserView.Me(change.Plane, caller) is not { } user) return Reply.NotFound;
            OwnPassword.Confirm(user, compared, reader);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            var memberships = change.Plane.Members.Where(member => member.UserId == user.Id).ToList();
            if (memberships.Exists(member => Membership.IsLastAdmin(change.Plane, member)))
                return Reply.Invalid("An organisation needs an administrator: make somebody else one, or delete it, first.");
            foreach (var member in memberships) Membership.Leave(change.Plane, member);
            change.Plane.Remove(user);
            SessionCookie.Clear(http);
            return Reply.NoContent;
        });
    });
}
