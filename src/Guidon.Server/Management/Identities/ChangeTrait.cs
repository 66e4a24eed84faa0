using Guidon.Server.Edge;

namespace Guidon.Server.Management.Identities;

/// <summary><c>PUT</c> and <c>PATCH …/identities/{identity}/traits/{trait}/</c>. Both keep what is not named.</summary>
internal sealed class ChangeTrait(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new TraitBody(body, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (TraitView.Find(change.Plane, caller, http) is not var (identity, trait)) return Reply.NotFound;
            if (wanted.Key is { } key && change.Plane.Traits.Any(each => each.IdentityId == identity.Id && each.Key == key && each.Id != trait.Id))
                wanted.Errors.Add("trait_key", "The identity has another trait of this key.");
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            wanted.Apply(trait);
            change.Forget(identity.EnvironmentId, identity.Identifier);
            return TraitView.Answer(StatusCodes.Status200OK, trait);
        });
    });
}
