namespace Guidon.Server.Management.Keys;

/// <summary><c>DELETE …/master-api-keys/{prefix}/</c>: 204.</summary>
internal sealed class DeleteMasterKey(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (MasterKeyView.Find(change.Plane, caller, http) is not { } key) return Reply.NotFound;
        change.Plane.Remove(key);
        return Reply.NoContent;
    });
}
