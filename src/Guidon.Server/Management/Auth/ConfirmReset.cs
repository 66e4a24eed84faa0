using Guidon.Server.Access;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>POST /api/v1/auth/users/reset_password_confirm/</c> with <c>uid</c> and <c>token</c> of the mail, <c>new_password</c> and <c>re_new_password</c>: 204. The
/// token counts once and for an hour; the person is signed out everywhere.
/// </summary>
internal sealed class ConfirmReset(ControlPlaneChanges changes, InstallationSecret secret)
{
    private const int PartCharsMax = 100;

    internal Task InvokeAsync(HttpContext http) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (uid, token, wanted) = (reader.Text("uid", PartCharsMax), reader.Text("token", PartCharsMax), SetPassword.ReadTwice(reader));
        if (reader.Errors.Any || token is null || !Guid.TryParse(uid, out var uuid))
        {
            if (!reader.Errors.Any) reader.Errors.Add("uid", "Invalid user id or user doesn't exist.");
            await reader.Errors.SendAsync(http);
            return;
        }

        var hash = Passwords.Hash(wanted);   // before the transaction: it takes long on purpose
        await changes.AnswerAsync(http, Caller.Nobody(""), change =>
        {
            var tokenHash = secret.Hash(token);
            var reset = change.Plane.PasswordResets.SingleOrDefault(each => each.TokenHash == tokenHash && each.ExpiresAt > change.Now);
            if (reset is null || change.Plane.Users.SingleOrDefault(each => each.Id == reset.UserId && each.Uuid == uuid && each.DeactivatedAt == null) is not { } user)
            {
                reader.Errors.Add("token", "Invalid token for given user.");
                return Reply.Invalid(reader.Errors);
            }

            change.Caller = Callers.Of(change.Plane, user);
            user.PasswordHash = hash;
            RequestReset.Withdraw(change, user.Id);
            Tokens.RevokeOthers(change, user.Id, kept: null);
            return Reply.NoContent;
        });
    });
}
