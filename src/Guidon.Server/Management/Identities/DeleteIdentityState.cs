namespace Guidon.Server.Management.Identities;

/// <summary><c>DELETE …/identities/{identity}/featurestates/{state}/</c>: 204. The identity is as everybody again, and receivers are told.</summary>
internal sealed class DeleteIdentityState(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (IdentityOverrides.Find(change.Plane, caller, http) is not var (_, state)) return Reply.NotFound;
        change.Plane.Remove(state);
        change.Touch(state.EnvironmentId);
        return Reply.NoContent;
    });
}
