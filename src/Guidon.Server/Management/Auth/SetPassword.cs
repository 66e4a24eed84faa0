using Guidon.Server.Edge;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>POST /api/v1/auth/users/set_password/</c> with <c>current_password</c>, <c>new_password</c> and <c>re_new_password</c>: 204. Signs the person out
/// everywhere else, and ends links by which a password can be chosen.
/// </summary>
internal sealed class SetPassword(ControlPlaneChanges changes, OwnPassword own)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var wanted = ReadTwice(reader);
        if (await own.CheckAsync(http, caller, reader) is not { } compared) return;
        var hash = reader.Errors.Any ? "" : Passwords.Hash(wanted);
        await changes.AnswerAsync(http, caller, change =>
        {
            if (UserView.Me(change.Plane, caller) is not { } user) return Reply.NotFound;
            OwnPassword.Confirm(user, compared, reader);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            user.PasswordHash = hash;
            Tokens.RevokeOthers(change, user.Id, caller.TokenHash);
            RequestReset.Withdraw(change, user.Id);
            return Reply.NoContent;
        });
    });

    /// <summary>A new password, written twice where the client has a second field.</summary>
    internal static string ReadTwice(FieldReader reader)
    {
        var wanted = Passwords.ReadNew(reader, "new_password");
        if (reader.TextOrNull("re_new_password", Passwords.CharsMax) is { } again && again != wanted)
            reader.Errors.Add("non_field_errors", "The two password fields didn't match.");
        return wanted;
    }
}
