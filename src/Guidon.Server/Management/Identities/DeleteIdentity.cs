namespace Guidon.Server.Management.Identities;

/// <summary>
/// <c>DELETE /api/v1/environments/{environment}/identities/{identity}/</c>: 204. Its traits and overrides go with it; what the log tells of it stays,
/// which erasing an identity is for.
/// </summary>
internal sealed class DeleteIdentity(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (IdentityTarget.Find(change.Plane, caller, http) is not var (environment, identity)) return Reply.NotFound;
        var overrides = change.Plane.FeatureStates.Where(each => each.EnvironmentId == environment.Id && each.Identifier == identity.Identifier).ToList();
        change.Plane.RemoveRange(overrides);
        if (overrides.Count > 0) change.Touch(environment.Id);
        change.Plane.Remove(identity);
        change.Forget(environment.Id, identity.Identifier);
        return Reply.NoContent;
    });
}
