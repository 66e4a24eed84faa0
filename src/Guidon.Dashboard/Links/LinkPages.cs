using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Links;

/// <summary><c>features/{feature}/links</c>: issues and merge requests of a feature, the same in every environment.</summary>
internal static class LinkPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, null, null);

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var (project, feature) = (visit.Project?.Id ?? 0, visit.RouteNumber("feature"));
        var draft = LinkDraft.Read(visit);
        if (visit.Sent("do") == "remove")
        {
            visit.Tell(await visit.Client.DeleteLinkAsync(project, feature, draft.Id), "The link was removed. What it led to stays as it is.");
            return await ShowAsync(visit, null, null);
        }

        if ((await visit.Client.SaveLinkAsync(project, feature, draft.Id, draft.ToJson())).Refusal is { } refusal) return await ShowAsync(visit, draft, refusal.Text);
        visit.Toast = new Toast(draft.Id == 0 ? "The link was added." : "The link was saved.");
        return await ShowAsync(visit, null, null);
    }

    private static async Task<IResult> ShowAsync(Visit visit, LinkDraft? draft, string? problem)
    {
        var (project, id) = (visit.Project?.Id ?? 0, visit.RouteNumber("feature"));
        var feature = await visit.Client.FeatureAsync(project, id, visit.Environment?.Id ?? 0);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        return visit.Show<LinksPage>(new LinksView
        {
            Feature = feature.Value,
            Tags = await visit.Client.TagsAsync(project),
            Links = [.. (await visit.Client.LinksAsync(project, id)).Select(LinkDraft.Of).Append(LinkDraft.Empty).Select(each => draft is not null && each.Id == draft.Id ? draft : each)],
            Problem = problem,
            ProblemOf = draft?.Id ?? 0,
        });
    }
}
