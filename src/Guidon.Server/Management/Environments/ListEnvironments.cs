using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Environments;

/// <summary>
/// <c>GET /api/v1/environments/?project=</c>, which must name a project: without, the environments of all would be mixed; and
/// <c>GET /api/v1/projects/{project}/environments/</c>, a bare list.
/// </summary>
internal sealed class ListEnvironments(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var errors = new FieldErrors();
        if (http.QueryId("project") is not { } id) errors.Add("project", FieldErrors.Required);
        else if (plane.FindProject(caller, id) is { } project)
            return Reply.OfPage(new Paging(http).Of(Visible(plane, caller, project), page => EnvironmentView.Show(plane, page)), ContractsJson.Default.PageEnvironmentAnswer);
        else return Reply.NotFound;
        return Reply.Invalid(errors);
    });

    internal Task OfProjectAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        plane.FindProject(caller, http.PathId("project")) is { } project
            ? Reply.Of(StatusCodes.Status200OK, EnvironmentView.Show(plane, Visible(plane, caller, project)), ContractsJson.Default.IReadOnlyListEnvironmentAnswer)
            : Reply.NotFound);

    private static List<ProjectEnvironment> Visible(ControlPlane plane, Caller caller, Project project) =>
        [.. plane.Environments.AsNoTracking().Where(each => each.ProjectId == project.Id).OrderBy(each => each.Id).AsEnumerable()
            .Where(each => caller.May(Permission.View, Place.Of(project) with { EnvironmentId = each.Id }))];
}
