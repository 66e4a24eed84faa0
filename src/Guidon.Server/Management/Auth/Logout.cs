namespace Guidon.Server.Management.Auth;

/// <summary><c>POST /api/v1/auth/logout/</c> and <c>DELETE /api/v1/auth/token/</c>: 204. The token that was shown opens nothing any more.</summary>
internal sealed class Logout(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller)
    {
        SessionCookie.Clear(http);
        return changes.AnswerAsync(http, caller, change =>
        {
            change.Plane.RemoveRange(change.Plane.UserTokens.Where(each => each.KeyHash == caller.TokenHash));
            return Reply.NoContent;
        });
    }
}
