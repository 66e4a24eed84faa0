using Guidon.Server.Edge;

namespace Guidon.Server.Management.Auth;

/// <summary><c>POST /api/v1/auth/users/set_email/</c> with <c>current_password</c>, <c>new_email</c> and <c>re_new_email</c>: 204.</summary>
internal sealed class SetEmail(ControlPlaneChanges changes, OwnPassword own)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var email = EmailField.Read(reader, "new_email");
        if (reader.TextOrNull("re_new_email", Login.EmailCharsMax) is { } again && again.Trim() != email)
            reader.Errors.Add("non_field_errors", "The two email fields didn't match.");
        if (await own.CheckAsync(http, caller, reader) is not { } compared) return;
        await changes.AnswerAsync(http, caller, change =>
        {
            if (UserView.Me(change.Plane, caller) is not { } user) return Reply.NotFound;
            OwnPassword.Confirm(user, compared, reader);
            if (change.Plane.Users.Any(each => each.Email == email && each.Id != user.Id)) reader.Errors.Add("new_email", "A user with this email address already exists.");
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            user.Email = email;
            RequestReset.Withdraw(change, user.Id);   // they lie in the mailbox of the old address
            return Reply.NoContent;
        });
    });
}
