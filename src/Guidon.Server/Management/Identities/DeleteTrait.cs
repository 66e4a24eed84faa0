namespace Guidon.Server.Management.Identities;

/// <summary>
/// <c>DELETE …/identities/{identity}/traits/{trait}/</c>: 204. With <c>?deleteAllMatchingTraits=true</c> every identity of the environment loses the
/// trait of this key, in steps, each of them recorded.
/// </summary>
internal sealed class DeleteTrait(ControlPlaneChanges changes)
{
    // So many at once that other writers hardly wait.
    private const int TraitsPerStep = 500;

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var isForAll = QueryFields.ReadFlag(http.Request.Query["deleteAllMatchingTraits"]) ?? false;
        while (isForAll && await RemoveOthersAsync(http, caller) == TraitsPerStep)
        {
            // the next step
        }

        // Last, so that what was interrupted can be asked for again.
        await changes.AnswerAsync(http, caller, change =>
        {
            if (TraitView.Find(change.Plane, caller, http) is not var (identity, trait)) return Reply.NotFound;
            change.Plane.Remove(trait);
            change.Forget(identity.EnvironmentId, identity.Identifier);
            return Reply.NoContent;
        });
    }

    private async Task<int> RemoveOthersAsync(HttpContext http, Caller caller)
    {
        var removed = 0;
        await changes.DoAsync(caller, change =>
        {
            var plane = change.Plane;
            if (TraitView.Find(plane, caller, http) is not var (identity, trait)) return Reply.NotFound;
            var some = plane.Traits.Where(each => each.Id != trait.Id && each.Key == trait.Key && plane.Identities.Any(owner => owner.Id == each.IdentityId && owner.EnvironmentId == identity.EnvironmentId))
                .OrderBy(each => each.Id).Take(TraitsPerStep).ToList();
            removed = some.Count;
            plane.RemoveRange(some);
            if (removed > 0) change.Forget(identity.EnvironmentId, null);
            return Reply.NoContent;
        }, http.RequestAborted);
        return removed;
    }
}
