namespace Guidon.Server.Management.Auth;

/// <summary><c>GET /api/v1/auth/mfa/user-active-methods/</c>: the original's dashboard asks at every start. There is no second factor here, so none is listed.</summary>
internal static class ListMfaMethods
{
    internal static Task InvokeAsync(HttpContext http, Caller caller) => Answers.JsonAsync(http, StatusCodes.Status200OK, "[]"u8.ToArray());
}
