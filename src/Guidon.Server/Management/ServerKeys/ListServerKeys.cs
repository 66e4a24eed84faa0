using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.ServerKeys;

/// <summary><c>GET /api/v1/environments/{environment}/api-keys/</c>: a bare list.</summary>
internal sealed class ListServerKeys(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
        var keys = plane.ServerKeys.AsNoTracking().Where(each => each.EnvironmentId == environment.Id).OrderBy(each => each.Id).ToList();
        return Reply.Of(StatusCodes.Status200OK, [.. keys.Select(each => ServerKeyView.Show(each))], ContractsJson.Default.IReadOnlyListServerKeyAnswer);
    });
}
