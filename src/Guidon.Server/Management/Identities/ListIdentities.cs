using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Identities;

/// <summary>
/// <c>GET /api/v1/environments/{environment}/identities/</c> in the order of their creation. <c>?q=</c> is looked for in identifiers without regard to
/// ASCII case; in double quotes it is the whole identifier.
/// </summary>
internal sealed class ListIdentities(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
        var identities = Wanted(plane, environment.Id, http.Request.Query["q"]);
        return Reply.OfPage(new Paging(http).Of(identities.AsNoTracking(), IdentityTarget.Show), ContractsJson.Default.PageIdentitySummary);
    });

    private static IQueryable<Identity> Wanted(ControlPlane plane, int environmentId, string? text)
    {
        if (string.IsNullOrEmpty(text)) return plane.InOrder(environmentId);
        return text is ['"', .. var whole, '"'] ? plane.Named([environmentId], whole) : plane.Containing(environmentId, text);
    }
}
