using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Features;

/// <summary><c>GET /api/v1/projects/{project}/features/</c>, with the filters of <see cref="FeatureFilter"/>, <c>environment</c>, <c>segment</c> and pages.</summary>
internal sealed class ListFeatures(IControlPlaneStore store, TimeProvider time)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var (filter, now) = (new FeatureFilter(http), time.GetUtcNow());
        if (FeatureTarget.View(plane, caller, project, now, http) is not { } view) return Reply.Invalid("environment is not one of this project's.");
        if (filter.Errors.Any) return Reply.Invalid(filter.Errors);
        var paging = new Paging(http);
        var page = filter.IsPlain ? paging.Of(filter.Plain(plane, project), view.ShowIds) : paging.Of(filter.Apply(plane, caller, project, now), view.ShowIds);
        return Reply.OfPage(page, ContractsJson.Default.PageFeatureAnswer);
    });
}
