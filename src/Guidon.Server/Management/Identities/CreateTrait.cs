using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Identities;

/// <summary><c>POST …/identities/{identity}/traits/</c>: 201. A key that the identity has already is given its new value, as SDKs do.</summary>
internal sealed class CreateTrait(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new TraitBody(body, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            var plane = change.Plane;
            if (IdentityTarget.Find(plane, caller, http) is not var (environment, identity)) return Reply.NotFound;
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            if (!TraitRows.MayStore(plane, environment)) return Reply.Invalid(TraitRows.NotStored);
            var trait = plane.Traits.SingleOrDefault(each => each.IdentityId == identity.Id && each.Key == wanted.Key);
            if (trait is null)
            {
                if (plane.Traits.Count(each => each.IdentityId == identity.Id) >= IdentityRequestReader.TraitsMax) return Reply.Full("traits", IdentityRequestReader.TraitsMax);
                trait = new IdentityTrait { IdentityId = identity.Id, Key = wanted.Key ?? "", Kind = default, Value = "", CreatedAt = change.Now };
                plane.Add(trait);
            }

            wanted.Apply(trait);
            plane.SaveChanges();   // the answer needs its id
            change.Forget(environment.Id, identity.Identifier);
            return TraitView.Answer(StatusCodes.Status201Created, trait);
        });
    });
}
