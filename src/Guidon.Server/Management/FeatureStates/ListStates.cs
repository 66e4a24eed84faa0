using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>
/// <c>GET /api/v1/features/featurestates/?environment=</c>, which must name an environment: its defaults and segment overrides, with values as
/// objects. <c>?feature=</c> and <c>?feature_segment=</c> leave out others.
/// </summary>
internal sealed class ListStates(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var (id, feature, link, errors) = (http.QueryId("environment"), http.QueryId("feature"), http.QueryId("feature_segment"), new FieldErrors());
        if (id is null) errors.Add("environment", FieldErrors.Required);
        else if (plane.FindEnvironment(caller, id.Value) is null) return Reply.NotFound;
        if (errors.Any) return Reply.Invalid(errors);
        var states = plane.FeatureStates.AsNoTracking().Where(each => each.EnvironmentId == id && each.Identifier == null
            && (feature == null || each.FeatureId == feature) && (link == null || (each.Id == link && each.SegmentId != null)));
        return Reply.OfPage(new Paging(http).Of(states.OrderBy(each => each.Id), page => StateView.Show(plane, page)), ContractsJson.Default.PageTypedStateAnswer);
    });
}
