using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>
/// <c>GET /api/v1/environments/{environment}/featurestates/</c>: the environment's defaults; with <c>?segment=</c> the overrides for that
/// segment, with <c>?anyIdentity=1</c> those for identities, for who may see them. <c>?feature=</c> and <c>?feature_name=</c> pick one feature.
/// </summary>
internal sealed class ListFeatureStates(IControlPlaneStore store)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var reply = await store.ReadAsync(plane => List(plane, caller, http), http.RequestAborted);
        await reply.SendAsync(http);
    }

    private static Reply List(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
        if (IsOfIdentities(http) && !caller.May(EnvironmentPermission.ViewIdentities, Place.Of(plane, environment))) return Reply.Forbidden;
        var states = Wanted(plane, plane.FeatureStates.AsNoTracking().Where(each => each.EnvironmentId == environment.Id), http);
        return new Paging(http).Of([.. states.OrderBy(each => each.Id)], page => FeatureStateView.Show(plane, page)) is { } answer
            ? Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.PageFeatureStateAnswer)
            : Reply.NoPage;
    }

    private static IQueryable<FeatureState> Wanted(ControlPlane plane, IQueryable<FeatureState> states, HttpContext http)
    {
        var name = (string?)http.Request.Query["feature_name"];
        if (http.QueryId("feature") is { } feature) states = states.Where(each => each.FeatureId == feature);
        if (!string.IsNullOrEmpty(name)) states = states.Where(each => plane.Features.Any(named => named.Id == each.FeatureId && named.Name == name));
        if (http.QueryId("segment") is { } segment) return states.Where(each => each.SegmentId == segment);
        return IsOfIdentities(http) ? states.Where(each => each.Identifier != null) : states.Where(each => each.SegmentId == null && each.Identifier == null);
    }

    private static bool IsOfIdentities(HttpContext http) => !string.IsNullOrEmpty(http.Request.Query["anyIdentity"]);
}
