using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Identities;

/// <summary><c>GET …/identities/{identity}/traits/</c>.</summary>
internal sealed class ListTraits(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (IdentityTarget.Find(plane, caller, http) is not var (_, identity)) return Reply.NotFound;
        var traits = plane.Traits.AsNoTracking().Where(each => each.IdentityId == identity.Id).OrderBy(each => each.Id);
        return Reply.OfPage(new Paging(http).Of(traits, TraitView.Show), ContractsJson.Default.PageTraitAnswer);
    });
}
