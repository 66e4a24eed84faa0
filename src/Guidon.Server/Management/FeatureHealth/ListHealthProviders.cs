using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary><c>GET /api/v1/projects/{project}/feature-health/providers/</c>: a list, with the address of each, which is a secret.</summary>
internal sealed class ListHealthProviders(IControlPlaneStore store, HealthProviderView view)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var rows = plane.HealthProviders.AsNoTracking().Where(each => each.ProjectId == project.Id).OrderBy(each => each.Id).ToList();
        return Reply.Of(StatusCodes.Status200OK, rows.ConvertAll(each => view.Show(plane, http, each)), ContractsJson.Default.IReadOnlyListHealthProviderAnswer);
    });
}
