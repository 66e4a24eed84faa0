using Guidon.Server.Edge;

namespace Guidon.Server.Management.Auth;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/auth/users/me/</c>: names. The e-mail address has an operation of its own, which asks for the password.</summary>
internal sealed class ChangeMe(ControlPlaneChanges changes)
{
    internal const int NameCharsMax = 150;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (first, last) = (reader.TextOrNull("first_name", NameCharsMax), reader.TextOrNull("last_name", NameCharsMax));
        return changes.AnswerAsync(http, caller, change =>
        {
            if (UserView.Me(change.Plane, caller) is not { } user) return Reply.NotFound;
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            (user.FirstName, user.LastName) = (first ?? user.FirstName, last ?? user.LastName);
            return UserView.Answer(user);
        });
    });
}
