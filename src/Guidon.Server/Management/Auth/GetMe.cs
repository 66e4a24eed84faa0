using Guidon.Storage;

namespace Guidon.Server.Management.Auth;

/// <summary><c>GET /api/v1/auth/users/me/</c>.</summary>
internal sealed class GetMe(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        UserView.Me(plane, caller) is { } user ? UserView.Answer(user) : Reply.NotFound);
}
