namespace Guidon.Server.Management.Environments;

/// <summary><c>DELETE /api/v1/environments/{environment}/</c>: 204. Its keys open nothing from then on, and its destinations are cancelled.</summary>
internal sealed class DeleteEnvironment(ControlPlaneChanges changes, PlaceRemoval removal)
{
    internal Task InvokeAsync(HttpContext http, Caller caller)
    {
        var key = http.PathText("environment");
        return removal.AnswerAsync(
            http,
            plane => plane.FindEnvironment(caller, key) is { } environment ? ([environment.Id], null) : null,
            () => changes.AnswerAsync(http, caller, change =>
            {
                if (change.Plane.FindEnvironment(caller, key) is not { } environment) return Reply.NotFound;
                PlaceRemoval.Remove(change, environment);
                return Reply.NoContent;
            }));
    }
}
