using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Identities;

/// <summary>
/// <c>DELETE …/identities/{identity}/traits/{trait}/</c>: 204. With <c>?deleteAllMatchingTraits=true</c> every identity of the environment loses the
/// trait of this key.
/// </summary>
internal sealed class DeleteTrait(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller)
    {
        var isForAll = string.Equals(http.Request.Query["deleteAllMatchingTraits"], "true", StringComparison.OrdinalIgnoreCase);
        return changes.AnswerAsync(http, caller, change =>
        {
            var plane = change.Plane;
            if (TraitView.Find(plane, caller, http) is not var (identity, trait)) return Reply.NotFound;
            plane.Remove(trait);
            if (isForAll)
                plane.Traits.Where(each => each.Id != trait.Id && each.Key == trait.Key && plane.Identities.Any(owner => owner.Id == each.IdentityId && owner.EnvironmentId == identity.EnvironmentId)).ExecuteDelete();
            change.Forget(identity.EnvironmentId, isForAll ? null : identity.Identifier);
            return Reply.NoContent;
        });
    }
}
