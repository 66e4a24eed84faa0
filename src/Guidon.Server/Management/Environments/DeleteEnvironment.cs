namespace Guidon.Server.Management.Environments;

/// <summary><c>DELETE /api/v1/environments/{environment}/</c>: 204. Its keys open nothing from then on, and its destinations are cancelled.</summary>
internal sealed class DeleteEnvironment(PlaceRemoval removal)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => removal.AnswerAsync(http, caller, change =>
    {
        if (change.Plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
        PlaceRemoval.Remove(change, Place.Of(change.Plane, environment), environment);
        return Reply.NoContent;
    });
}
