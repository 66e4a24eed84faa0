using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Organisations;

/// <summary><c>GET /api/v1/organisations/{organisation}/projects/</c>: those that the caller may see.</summary>
internal sealed class ListProjects(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var all = plane.Projects.AsNoTracking().Where(each => each.OrganisationId == caller.OrganisationId).OrderBy(each => each.Id).AsEnumerable();
        IReadOnlyList<ProjectSummary> seen =
            [.. all.Where(each => caller.May(Permission.View, Place.Of(each))).Select(each => new ProjectSummary(each.Id, each.Uuid, each.Name, each.OrganisationId))];
        return Reply.Of(StatusCodes.Status200OK, seen, ContractsJson.Default.IReadOnlyListProjectSummary);
    });
}
