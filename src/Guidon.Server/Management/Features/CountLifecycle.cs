using Guidon.Contracts;
using Guidon.Server.Management.CodeReferences;
using Guidon.Storage;

namespace Guidon.Server.Management.Features;

/// <summary><c>GET /api/v1/environments/{environment_id}/feature-lifecycle-counts/</c>: how many features are in which stage.</summary>
internal sealed class CountLifecycle(IControlPlaneStore store, TimeProvider time)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindEnvironment(caller, http.PathId("environment_id")) is not { } environment) return Reply.NotFound;
        var project = plane.Projects.Single(each => each.Id == environment.ProjectId);
        var features = plane.Features.Where(each => each.ProjectId == project.Id).Select(each => new { each.Id, each.Name, each.CreatedAt, each.ChangedAt }).ToList();
        var permanent = (from link in plane.FeatureTags join tag in plane.Tags on link.TagId equals tag.Id where tag.ProjectId == project.Id && tag.IsPermanent select link.FeatureId).ToHashSet();
        var stages = new Lifecycle(plane, project, environment.Id, time.GetUtcNow()).StagesOf(
            features.ConvertAll(each => new FeatureAge(each.Id, each.Name, each.CreatedAt, each.ChangedAt)), permanent.Contains, new CodeCounts(plane, project, features.ConvertAll(each => each.Id)));
        var counts = stages.Values.CountBy(stage => stage).ToDictionary();
        return Reply.Of(
            StatusCodes.Status200OK,
            new LifecycleCounts(Of(Lifecycle.New), Of(Lifecycle.Live), Of(Lifecycle.Stale), Of(Lifecycle.Permanent), Of(Lifecycle.NeedsMonitoring), Of(Lifecycle.ToRemove)),
            ContractsJson.Default.LifecycleCounts);

        int Of(string stage) => counts.GetValueOrDefault(stage);
    });
}
