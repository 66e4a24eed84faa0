namespace Guidon.Server.Management.ExternalResources;

/// <summary><c>DELETE …/features/{feature}/feature-external-resources/{resource}/</c>: 204. What it led to stays as it is.</summary>
internal sealed class DeleteExternalResource(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (ExternalResourceView.Find(change.Plane, caller, http) is not { } link) return Reply.NotFound;
        change.Plane.Remove(link);
        return Reply.NoContent;
    });
}
