namespace Guidon.Server.Management.ServerKeys;

/// <summary><c>DELETE /api/v1/environments/{environment}/api-keys/{key}/</c>: 204. It opens nothing from then on.</summary>
internal sealed class DeleteServerKey(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (ServerKeyView.Find(change.Plane, caller, http) is not { } key) return Reply.NotFound;
        change.Plane.Remove(key);
        change.Reload(key.EnvironmentId);
        return Reply.NoContent;
    });
}
