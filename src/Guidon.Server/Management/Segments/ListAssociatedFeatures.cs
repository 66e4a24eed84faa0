using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Segments;

/// <summary><c>GET …/segments/{segment}/associated-features/</c>: where it is used, as far as the caller may see; <c>?environment=</c> leaves out other environments.</summary>
internal sealed class ListAssociatedFeatures(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (SegmentView.Find(plane, caller, http) is not { } segment) return Reply.NotFound;
        var environment = http.QueryId("environment");
        var seen = plane.SeenEnvironments(caller, plane.Projects.Single(each => each.Id == segment.ProjectId));
        var uses = plane.FeatureStates.Where(each => each.SegmentId == segment.Id && seen.Contains(each.EnvironmentId) && (environment == null || each.EnvironmentId == environment)).OrderBy(each => each.Id)
            .Select(each => new AssociatedFeature(each.Id, each.FeatureId, each.EnvironmentId));
        return Reply.OfPage(new Paging(http).Of(uses, page => page), ContractsJson.Default.PageAssociatedFeature);
    });
}
