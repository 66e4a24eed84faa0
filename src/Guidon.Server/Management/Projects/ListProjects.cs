using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Projects;

/// <summary><c>GET /api/v1/projects/</c>: all that the caller may see, as a bare list; <c>?organisation=</c> and <c>?uuid=</c> leave out others.</summary>
internal sealed class ListProjects(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var organisation = http.QueryId("organisation");
        var uuid = (string?)http.Request.Query["uuid"] is { Length: > 0 } text ? Guid.TryParse(text, out var id) ? id : Guid.Empty : (Guid?)null;
        var projects = plane.Projects.AsNoTracking()
            .Where(each => (organisation == null || each.OrganisationId == organisation) && (uuid == null || each.Uuid == uuid))
            .OrderBy(each => each.Id).AsEnumerable().Where(each => caller.May(Permission.View, Place.Of(each))).ToList();
        return Reply.Of(StatusCodes.Status200OK, ProjectView.Show(plane, projects), ContractsJson.Default.IReadOnlyListProjectAnswer);
    });
}
