using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Features;

/// <summary><c>features/{feature}</c>: one flag in one environment, edited as one draft and saved as a whole.</summary>
internal static class FeatureEdit
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var (flag, mark, refusal) = await visit.Client.FlagAsync(Key(visit), visit.RouteNumber("feature"));
        return flag is null ? visit.Problem(refusal) : await ShowAsync(visit, FlagDraft.Of(flag, mark));
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var id = visit.RouteNumber("feature");
        var feature = await visit.Client.FeatureAsync(visit.Project?.Id ?? 0, id, visit.Environment?.Id ?? 0);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        var draft = FlagDraft.Read(visit.Sent, visit.SentAll("o"), [.. feature.Value.MultivariateOptions.Select(each => each.Id)]);
        var action = visit.Sent("do");
        if (action.Length > 0 && action != "save")
            return await ShowAsync(visit, draft.After(action, int.TryParse(visit.Sent("added"), out var added) ? added : 0));
        if (draft.Problem is { } problem) return await ShowAsync(visit, draft, problem);
        var saved = await visit.Client.PutFlagAsync(Key(visit), id, draft.ToJson(), draft.Mark);
        if (saved.Refusal is { IsConflict: true }) return await ConflictAsync(visit, draft);
        return saved.Refusal is { } refused
            ? await ShowAsync(visit, draft, refused.Text)
            : visit.GoTo(visit.At($"features/{id}"), $"{Parts.Display.Snippet(feature.Value.Name)} was saved in {visit.Environment?.Name}. SDKs are told.");
    }

    // Nothing that was written is lost: the draft stays, and saving it once more now means over what the other person wrote.
    private static async Task<IResult> ConflictAsync(Visit visit, FlagDraft draft)
    {
        var (flag, mark, refusal) = await visit.Client.FlagAsync(Key(visit), visit.RouteNumber("feature"));
        return flag is null ? visit.Problem(refusal) : await ShowAsync(visit, draft with { Mark = mark }, null, FlagDraft.Of(flag, mark));
    }

    private static async Task<IResult> ShowAsync(Visit visit, FlagDraft draft, string? problem = null, FlagDraft? theirs = null)
    {
        if (visit.Project is not { } project || visit.Environment is not { } environment) return visit.NotFound("There is no such environment.");
        var id = visit.RouteNumber("feature");
        var feature = await visit.Client.FeatureAsync(project.Id, id, environment.Id);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        var elsewhere = new List<(FrameEnvironment, FlagDefault, int)>();
        foreach (var other in project.Environments.Where(each => each != environment))
        {
            if ((await visit.Client.FlagAsync(other.Key, id)).Flag is { } flag) elsewhere.Add((other, flag.EnvironmentDefault, flag.SegmentOverrides.Count));
        }

        var view = new FeatureView
        {
            Feature = feature.Value,
            Tags = await visit.Client.TagsAsync(project.Id),
            Draft = draft,
            Segments = await visit.Client.SegmentNamesAsync(project.Id, id),
            Elsewhere = elsewhere,
            Problem = problem,
            Theirs = theirs,
            Snippets = Snippet.Of($"{visit.Http.Request.Scheme}://{visit.Http.Request.Host}", environment.Key, feature.Value.Name),
        };
        return visit.Show<FeaturePage>(view, theirs is not null ? StatusCodes.Status409Conflict : problem is not null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static string Key(Visit visit) => visit.Environment?.Key ?? "";
}
