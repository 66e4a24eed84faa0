using Guidon.Contracts;
using Guidon.Server.Management.FeatureStates;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Identities;

/// <summary><c>GET …/identities/{identity}/featurestates/</c>: its own overrides only; <c>?feature=</c> picks one.</summary>
internal sealed class ListIdentityStates(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (IdentityTarget.Find(plane, caller, http) is not var (environment, identity)) return Reply.NotFound;
        var feature = http.QueryId("feature");
        var states = plane.FeatureStates.AsNoTracking()
            .Where(each => each.EnvironmentId == environment.Id && each.Identifier == identity.Identifier && (feature == null || each.FeatureId == feature)).OrderBy(each => each.Id);
        return Reply.OfPage(new Paging(http).Of(states, page => FeatureStateView.Show(plane, page)), ContractsJson.Default.PageFeatureStateAnswer);
    });
}
