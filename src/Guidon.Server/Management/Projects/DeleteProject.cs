namespace Guidon.Server.Management.Projects;

/// <summary><c>DELETE /api/v1/projects/{project}/</c>: 204. Its environments go with it, and everything in them; destinations are cancelled.</summary>
internal sealed class DeleteProject(PlaceRemoval removal)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => removal.AnswerAsync(http, caller, change =>
    {
        if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        PlaceRemoval.Remove(change, project);
        return Reply.NoContent;
    });
}
