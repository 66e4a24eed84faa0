using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Health;

/// <summary><c>features/{feature}/health</c>: what health providers said last of a feature, the same in every environment.</summary>
internal static class HealthPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var (project, id) = (visit.Project?.Id ?? 0, visit.RouteNumber("feature"));
        var feature = await visit.Client.FeatureAsync(project, id, visit.Environment?.Id ?? 0);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        var said = await visit.Client.HealthAsync(project, id);
        return said.Value is null ? visit.Problem(said.Refusal) : visit.Show<HealthPage>(new HealthView(feature.Value, await visit.Client.TagsAsync(project), said.Value));
    }

    /// <summary>Dismisses what a provider said.</summary>
    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var refusal = await visit.Client.DismissAsync(visit.Project?.Id ?? 0, int.TryParse(visit.Sent("id"), out var id) ? id : 0);
        if (refusal is { IsMissing: true }) visit.Toast = new Toast("Nothing was changed. What was said is not kept any more.", IsProblem: true);
        else visit.Tell(refusal, "It counts as well until its provider says something newer.");
        return await GetAsync(visit);
    }
}
