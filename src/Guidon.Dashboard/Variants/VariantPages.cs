using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Variants;

/// <summary><c>features/{feature}/variants</c>: the values among which a share of identities gets each; the same in every environment.</summary>
internal static class VariantPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, null, null);

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var (project, feature) = (visit.Project?.Id ?? 0, visit.RouteNumber("feature"));
        var draft = VariantDraft.Read(visit);
        if (visit.Sent("do") == "remove")
        {
            visit.Tell(await visit.Client.DeleteVariantAsync(project, feature, draft.Id), "The variant was removed. Who got it gets the flag's own value.");
            return await ShowAsync(visit, null, null);
        }

        var problem = draft.Problem ?? (await visit.Client.SaveVariantAsync(project, feature, draft.Id, draft.ToJson())).Refusal?.Text;
        if (problem is not null) return await ShowAsync(visit, draft, problem);
        visit.Toast = new Toast(draft.Id == 0 ? "The variant was added. Its share by environment is set on the flag." : "The variant was saved.");
        return await ShowAsync(visit, null, null);
    }

    private static async Task<IResult> ShowAsync(Visit visit, VariantDraft? draft, string? problem)
    {
        var project = visit.Project?.Id ?? 0;
        var feature = await visit.Client.FeatureAsync(project, visit.RouteNumber("feature"), visit.Environment?.Id ?? 0);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        return visit.Show<VariantsPage>(new VariantsView
        {
            Feature = feature.Value,
            Tags = await visit.Client.TagsAsync(project),
            Variants = [.. feature.Value.MultivariateOptions.Select(VariantDraft.Of).Append(VariantDraft.Empty).Select(each => draft is not null && each.Id == draft.Id ? draft : each)],
            Problem = problem,
            ProblemOf = draft?.Id ?? 0,
        });
    }
}
