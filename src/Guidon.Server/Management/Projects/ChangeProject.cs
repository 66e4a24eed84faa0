using Guidon.Server.Edge;

namespace Guidon.Server.Management.Projects;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/projects/{project}/</c>. Both keep what is not named; a project stays in its organisation.</summary>
internal sealed class ChangeProject(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new ProjectBody(body, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
            ProjectName.Check(change, project.OrganisationId, wanted, project.Id);
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            var before = (project.Name, project.HideDisabledFlags, project.EnableRealtimeUpdates);
            wanted.Apply(project);
            // Only these are in the documents of its environments.
            if (before != (project.Name, project.HideDisabledFlags, project.EnableRealtimeUpdates)) change.TouchProject(project.Id);
            return ProjectView.Answer(change.Plane, StatusCodes.Status200OK, project);
        });
    });
}
