using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Applications;

/// <summary>
/// <c>POST /o/token/</c>, a form. With <c>grant_type=authorization_code</c>, <c>client_id</c>, <c>code</c>, <c>redirect_uri</c> and <c>code_verifier</c>: the first tokens. With
/// <c>grant_type=refresh_token</c>, <c>client_id</c> and <c>refresh_token</c>: the next ones. A code that is shown twice, and a refresh token that was replaced more than two
/// minutes ago, end everything that came of them.
/// </summary>
internal sealed class IssueToken(IControlPlaneStore store, ControlPlaneChanges changes, Consents consents)
{
    internal Task InvokeAsync(HttpContext http) => OAuthForm.AnswerAsync(http, form => (form["grant_type"], form["client_id"]) switch
    {
        (null, _) => OAuthError.Request("grant_type is missing.").SendAsync(http),
        (_, null) => OAuthError.Request("client_id is missing.").SendAsync(http),
        ("authorization_code", var client) => ExchangeAsync(http, form, client),
        ("refresh_token", var client) => RefreshAsync(http, form, client),
        _ => new OAuthError("unsupported_grant_type", "grant_type may be authorization_code or refresh_token.").SendAsync(http),
    });

    private Task ExchangeAsync(HttpContext http, OAuthForm form, string client)
    {
        if (form["code"] is not { } code) return OAuthError.Request("code is missing.").SendAsync(http);
        if (form["redirect_uri"] is not { } redirect) return OAuthError.Request("redirect_uri is missing.").SendAsync(http);
        if (form["code_verifier"] is not { } verifier) return OAuthError.Request("code_verifier is missing.").SendAsync(http);
        return AnswerAsync(http, client, plane => consents.ByCode(plane, code), (change, consent) =>
        {
            if (consent.CodeUsedAt is not null) return End(change, consent);
            return consent.RedirectUri == redirect && consents.IsAnswered(consent, verifier) ? Reply(consents.Begin(change, consent)) : OAuthError.Grant.Refusal;
        });
    }

    private Task RefreshAsync(HttpContext http, OAuthForm form, string client)
    {
        if (form["refresh_token"] is not { } refresh) return OAuthError.Request("refresh_token is missing.").SendAsync(http);
        return AnswerAsync(http, client, plane => consents.ByRefresh(plane, refresh), (change, consent) =>
        {
            // Less than was allowed may be asked for, and opens the same.
            if (form["scope"] is { } scope && !scope.Split(' ').All(consent.Scope.Split(' ').Contains)) return new OAuthError("invalid_scope", $"The person allowed {consent.Scope}.").Refusal;
            return consents.Renew(change, consent, refresh) is { } answer ? Reply(answer) : End(change, consent);
        });
    }

    // What is shown is looked up before the transaction: whoever guesses must not keep those who write waiting.
    private async Task AnswerAsync(HttpContext http, string client, Func<ControlPlane, Consent?> find, Func<Change, Consent, Reply> work)
    {
        var error = await store.ReadAsync(plane => Check(plane, client, find(plane)), http.RequestAborted);
        if (error is not null) await error.SendAsync(http);
        else await changes.AnswerAsync(http, Caller.Nobody(""), change => Do(change, client, find, work));
    }

    private static Reply Do(Change change, string client, Func<ControlPlane, Consent?> find, Func<Change, Consent, Reply> work)
    {
        var consent = find(change.Plane);
        if (consent is null || Check(change.Plane, client, consent) is not null) return OAuthError.Grant.Refusal;
        if (consent.EndsAt <= change.Now || change.Plane.Users.SingleOrDefault(each => each.Id == consent.UserId && each.DeactivatedAt == null) is not { } user) return OAuthError.Grant.Refusal;
        change.Caller = Callers.Of(change.Plane, user);
        return work(change, consent);
    }

    private static OAuthError? Check(ControlPlane plane, string client, Consent? consent) =>
        plane.Applications.SingleOrDefault(each => each.ClientId == client) is not { } application ? OAuthError.UnknownClient
        : consent?.ApplicationId == application.Id ? null
        : OAuthError.Grant;

    // Two have it, and one of them should not: nobody can tell which.
    private static Reply End(Change change, Consent consent)
    {
        change.Plane.Remove(consent);
        return OAuthError.Grant.Answer;
    }

    private static Reply Reply(TokenAnswer answer) => Management.Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.TokenAnswer);
}
