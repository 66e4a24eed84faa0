using Guidon.Storage;

namespace Guidon.Server.Management.Applications;

/// <summary>
/// <c>POST /o/revoke_token/</c>, a form with <c>token</c> and <c>client_id</c>: 200, also for a token that is not known (RFC 7009). A refresh token ends everything that came
/// of the same consent, an access token itself.
/// </summary>
internal sealed class RevokeToken(IControlPlaneStore store, ControlPlaneChanges changes, Consents consents)
{
    private static readonly Reply s_done = new(Refuses: false, http =>
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    });

    internal Task InvokeAsync(HttpContext http) => OAuthForm.AnswerAsync(http, async form =>
    {
        if (form["token"] is not { } token || form["client_id"] is not { } client)
        {
            await OAuthError.Request("token and client_id are needed.").SendAsync(http);
            return;
        }

        var isKnown = await store.ReadAsync(plane => plane.Applications.Any(each => each.ClientId == client), http.RequestAborted);
        if (!isKnown) await OAuthError.UnknownClient.SendAsync(http);
        else if (!await store.ReadAsync(plane => Find(plane, token, client) is not null, http.RequestAborted)) await s_done.SendAsync(http);
        else await changes.AnswerAsync(http, Caller.Nobody(""), change => Revoke(change, token, client));
    });

    private Reply Revoke(Change change, string token, string client)
    {
        if (Find(change.Plane, token, client) is not var (userId, row)) return s_done;
        if (change.Plane.Users.SingleOrDefault(each => each.Id == userId) is { } user) change.Caller = Callers.Of(change.Plane, user);
        change.Plane.Remove(row);
        return s_done;
    }

    // Of another application's tokens it knows nothing.
    private (int UserId, object Row)? Find(ControlPlane plane, string token, string client)
    {
        var access = consents.ByAccess(plane, token);
        var consent = access is null ? consents.ByRefresh(plane, token) : plane.Consents.SingleOrDefault(each => each.Id == access.ConsentId);
        return consent is not null && plane.Applications.Any(each => each.Id == consent.ApplicationId && each.ClientId == client) ? (consent.UserId, access ?? (object)consent) : null;
    }
}
