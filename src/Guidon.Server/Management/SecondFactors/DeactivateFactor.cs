using Guidon.Server.Edge;
using Guidon.Server.Management.Auth;

namespace Guidon.Server.Management.SecondFactors;

/// <summary>
/// <c>POST /api/v1/auth/app/deactivate/</c>: 204, and log-ins ask for the password alone. Needs <c>current_password</c> unless the person signed in within the last ten
/// minutes.
/// </summary>
internal sealed class DeactivateFactor(ControlPlaneChanges changes, OwnPassword own)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerMaybeAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        if (await own.CheckUnlessRecentAsync(http, caller, reader) is not { } compared) return;
        await changes.AnswerAsync(http, caller, change =>
        {
            if (UserView.Me(change.Plane, caller) is not { } user) return Reply.NotFound;
            OwnPassword.Confirm(user, compared, reader);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            FactorCodes.Remove(change, user.Id);
            return Reply.NoContent;
        });
    });
}
