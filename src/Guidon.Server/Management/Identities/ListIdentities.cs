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
        var all = plane.Identities.Where(each => each.EnvironmentId == environmentId).OrderBy(each => each.Id);
        if (string.IsNullOrEmpty(text)) return all;
        if (text is not ['"', .. var whole, '"']) return plane.Containing(environmentId, text);
        return all.Where(each => each.Identifier == whole);
    }
}
