using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Applications;

/// <summary>
/// <c>POST /api/v1/oauth/authorize/</c> with <c>allow</c> and what the application asked for: 200 with <c>redirect_uri</c>, where the person's browser goes next: with a
/// code that counts once and for five minutes, or with the refusal.
/// </summary>
internal sealed class DecideConsent(ControlPlaneChanges changes, Consents consents, PublicAddress address)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (isAllowed, asked) = (reader.Flag("allow"), AuthorizationRequest.OfBody(reader));
        if (reader.Errors.Any || isAllowed is null) return reader.Errors.SendAsync(http);
        var issuer = address.Of(http.Request);
        return changes.AnswerAsync(http, caller, change =>
        {
            var (application, request, error) = asked.Check(change.Plane);
            if (application is null || error is not null) return (error ?? OAuthError.NobodyAsks).Refusal;
            if (isAllowed == false) return Lead(request, issuer, ("error", "access_denied")) with { Refuses = true };
            // Since the request came in the person may have been signed out everywhere, which ends what was allowed, and not what is allowed after it.
            if (!change.Plane.UserTokens.Any(each => each.KeyHash == caller.TokenHash) || caller.UserId is not { } userId) return Reply.Forbidden;
            return Lead(request, issuer, ("code", consents.Give(change, userId, application, request)));
        });
    });

    // The issuer, RFC 9207: an application that knows several servers sees that this answer is of none of the others.
    private static Reply Lead(AuthorizationRequest request, string issuer, (string Name, string? Value) outcome) => Reply.Of(
        StatusCodes.Status200OK,
        new RedirectAnswer(RedirectUri.With(request.RedirectUri, outcome, ("state", request.State), ("iss", issuer))),
        ContractsJson.Default.RedirectAnswer);
}
