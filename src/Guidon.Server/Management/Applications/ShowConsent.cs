using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Applications;

/// <summary>
/// <c>GET /api/v1/oauth/authorize/</c> with the query of an application: 200 with what a person is to read before it decides, 400 with <c>error</c> for a request that
/// nobody should decide about.
/// </summary>
internal sealed class ShowConsent(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var (application, request, error) = AuthorizationRequest.OfQuery(http).Check(plane);
        if (application is null || error is not null) return (error ?? OAuthError.NobodyAsks).Refusal;
        var scopes = request.Scope.Split(' ').ToDictionary(each => each, Scopes.Words);
        var answer = new ConsentAnswer(new ConsentApplication(application.Name, application.ClientId), scopes, request.RedirectUri, !application.IsRegistered);
        return Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.ConsentAnswer);
    });
}
