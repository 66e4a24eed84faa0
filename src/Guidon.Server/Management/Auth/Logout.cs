namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>POST /api/v1/auth/logout/</c> and <c>DELETE /api/v1/auth/token/</c>: 204. The token that was shown opens nothing any more; an application's, nor does anything else
/// that came of the same consent.
/// </summary>
internal sealed class Logout(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller)
    {
        SessionCookie.Clear(http);
        return changes.AnswerAsync(http, caller, change =>
        {
            change.Plane.RemoveRange(change.Plane.UserTokens.Where(each => each.KeyHash == caller.TokenHash));
            change.Plane.RemoveRange(change.Plane.Consents.Where(each => change.Plane.AccessTokens.Any(token => token.ConsentId == each.Id && token.TokenHash == caller.TokenHash)));
            return Reply.NoContent;
        });
    }
}
