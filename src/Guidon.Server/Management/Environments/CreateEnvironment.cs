using Guidon.Server.Edge;

namespace Guidon.Server.Management.Environments;

/// <summary><c>POST /api/v1/environments/</c>: 201. It has a state of every feature and is served when it is answered.</summary>
internal sealed class CreateEnvironment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new EnvironmentBody(body, isNew: true);
        var projectId = wanted.ProjectId();
        return changes.AnswerAsync(http, caller, change =>
        {
            var project = projectId is { } id ? change.Plane.FindProject(caller, id) : null;
            if (projectId is not null && project is null) return Reply.NotFound;
            if (project is not null && !caller.May(ProjectPermission.CreateEnvironment, Place.Of(project))) return Reply.Forbidden;
            if (project is not null) EnvironmentRows.CheckName(change, project.Id, wanted, ownId: 0);
            if (wanted.Errors.Any || project is null) return Reply.Invalid(wanted.Errors);
            if (EnvironmentRows.IsFull(change, project.Id)) return Reply.Full("environments", EnvironmentRows.EnvironmentsMax);
            var environment = EnvironmentRows.New(change, project.Id, wanted.Name ?? "");
            wanted.Apply(environment);
            change.Plane.Add(environment);
            change.Plane.SaveChanges();   // its states need its id
            EnvironmentRows.AddDefaults(change, environment);
            CreatorGrant.Add(change, caller, Place.Of(change.Plane, environment));
            return EnvironmentView.Answer(change.Plane, StatusCodes.Status201Created, environment);
        });
    });
}
