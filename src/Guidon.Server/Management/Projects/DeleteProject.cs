using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Projects;

/// <summary>
/// <c>DELETE /api/v1/projects/{project}/</c>: 204. Its environments go with it, and everything in them. Destinations are cancelled first: what is
/// left when a server dies in between is a project without destinations, which can be deleted again.
/// </summary>
internal sealed class DeleteProject(ControlPlaneChanges changes, PlaceRemoval removal)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => removal.AnswerAsync(
        http, plane => plane.FindProject(caller, http.PathId("project")) is { } project ? Places(plane, project.Id) : null, () => changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
            var plane = change.Plane;
            foreach (var environment in plane.Environments.Where(each => each.ProjectId == project.Id).ToList()) PlaceRemoval.Remove(change, environment);
            plane.Features.Where(each => each.ProjectId == project.Id).ExecuteDelete();
            plane.Segments.Where(each => each.ProjectId == project.Id).ExecuteDelete();
            plane.Tags.Where(each => each.ProjectId == project.Id).ExecuteDelete();
            (project.Name, project.DeletedAt) = ($"{project.Id} deleted: {project.Name}", change.Now);
            return Reply.NoContent;
        }));

    private static (IReadOnlyList<int> Environments, int? Project) Places(ControlPlane plane, int projectId) =>
        ([.. plane.Environments.Where(each => each.ProjectId == projectId).Select(each => each.Id)], projectId);
}
