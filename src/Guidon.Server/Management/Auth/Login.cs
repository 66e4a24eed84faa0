using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.SecondFactors;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>POST /api/v1/auth/login/</c> with <c>email</c> and <c>password</c>: 200 with a token, or with <c>"cookie": true</c> 204 and a session cookie.
/// Who has a second factor switched on gets 200 with an ephemeral token, for the code that is asked then.
/// An unknown address, a wrong password and a deactivated person are answered with the same words after the same work.
/// </summary>
internal sealed class Login(IControlPlaneStore store, ControlPlaneChanges changes, Tokens tokens, PendingLogins pending, LoginGate gate)
{
    internal const int EmailCharsMax = 254;

    private static readonly Reply s_refused = Refused();

    internal Task InvokeAsync(HttpContext http) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (email, password) = (reader.Text("email", EmailCharsMax)?.Trim(), reader.Text("password", Passwords.CharsMax));
        var asCookie = reader.FlagOrNull("cookie") ?? false;
        if (reader.Errors.Any || email is null || password is null)
        {
            await reader.Errors.SendAsync(http);
            return;
        }

        if (await gate.IsLockedAsync(http, email)) return;
        var (user, isAsked) = await store.ReadAsync(plane => Find(plane, email), http.RequestAborted);
        if (!Passwords.Verify(user, password) || user is not { DeactivatedAt: null })
        {
            gate.Failed(http, email);
            await s_refused.SendAsync(http);
            return;
        }

        // Who still has to show a code did not succeed: a right password must not forgive the wrong codes before it.
        if (!isAsked) gate.Succeeded(http, email);
        var caller = await store.ReadAsync(plane => Callers.Of(plane, user), http.RequestAborted);
        // Comparing takes long on purpose, and meanwhile the person may have been signed out everywhere: by a new password, by a provider, or for good.
        await changes.AnswerAsync(http, caller, change =>
            change.Plane.Users.SingleOrDefault(each => each.Id == user.Id && each.PasswordHash == user.PasswordHash && each.DeactivatedAt == null) is { } found
                ? FactorCodes.Of(change.Plane, found.Id) is null ? tokens.Answer(change, found, asCookie) : pending.Begin(change, found)
                : s_refused);
    });

    // The same questions whoever it is, known or not: the time of the answer must not tell.
    private static (UserAccount? User, bool IsAsked) Find(ControlPlane plane, string email)
    {
        var user = plane.Users.SingleOrDefault(each => each.Email == email);
        return (user, FactorCodes.Of(plane, user?.Id ?? 0) is not null);
    }

    private static Reply Refused()
    {
        var errors = new FieldErrors();
        errors.Add("non_field_errors", "Unable to log in with provided credentials.");
        return Reply.Invalid(errors);
    }
}
