using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.SegmentOverrides;

/// <summary><c>GET /api/v1/features/feature-segments/?environment=&amp;feature=</c>: both are needed. The strongest first.</summary>
internal sealed class ListFeatureSegments(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var (environment, feature, errors) = (http.QueryId("environment"), http.QueryId("feature"), new FieldErrors());
        if (environment is null) errors.Add("environment", FieldErrors.Required);
        else if (plane.FindEnvironment(caller, environment.Value) is null) return Reply.NotFound;
        if (feature is null) errors.Add("feature", FieldErrors.Required);
        if (errors.Any) return Reply.Invalid(errors);
        var states = plane.FeatureStates.AsNoTracking().Where(each => each.EnvironmentId == environment && each.FeatureId == feature && each.SegmentId != null)
            .OrderBy(each => each.Priority).ThenBy(each => each.Id);
        return Reply.OfPage(new Paging(http).Of(states, page => FeatureSegmentView.Show(plane, page)), ContractsJson.Default.PageFeatureSegmentAnswer);
    });
}
