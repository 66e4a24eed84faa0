namespace Guidon.Server.Management.Grants;

/// <summary><c>DELETE …/user-permissions/{grant}/</c> and <c>…/user-group-permissions/{grant}/</c>: 204.</summary>
internal sealed class DeleteGrant(ControlPlaneChanges changes, GrantView view)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (view.Find(change.Plane, caller, http) is not { } grant) return Reply.NotFound;
        change.Plane.Remove(grant);
        return Reply.NoContent;
    });
}
