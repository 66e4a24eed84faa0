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
        var (draft, refusal) = await StoredWhereFixedAsync(visit, FlagDraft.Read(visit.Sent, visit.SentAll("o"), [.. feature.Value.MultivariateOptions.Select(each => each.Id)]));
        if (draft is null) return visit.Problem(refusal);
        var action = visit.Sent("do");
        if (action.Length > 0 && action != "save")
            return await ShowAsync(visit, draft.After(action, int.TryParse(visit.Sent("added"), out var added) ? added : 0));
        if (draft.Problem is { } problem) return await ShowAsync(visit, draft, problem);
        var saved = await SaveAsync(visit, id, draft);
        if (saved.Refusal is { IsConflict: true }) return await ConflictAsync(visit, draft);
        return saved.Refusal is { } refused
            ? await ShowAsync(visit, draft, refused.Text)
            : visit.GoTo(visit.At($"features/{id}"), $"{Parts.Display.Snippet(feature.Value.Name)} was saved in {Parts.Display.Snippet(visit.Environment?.Name ?? "")}. SDKs are told.");
    }

    /// <summary>What is the same in every environment was not saved: it is shown as it was sent.</summary>
    internal static async Task<IResult> RefuseSettingsAsync(Visit visit, string problem)
    {
        var (flag, mark, refusal) = await visit.Client.FlagAsync(Key(visit), visit.RouteNumber("feature"));
        return flag is null ? visit.Problem(refusal) : await ShowAsync(visit, FlagDraft.Of(flag, mark), settingsProblem: problem);
    }

    // What a person may not change is no part of what the form sends.
    private static async Task<(FlagDraft? Draft, Refusal? Refusal)> StoredWhereFixedAsync(Visit visit, FlagDraft draft)
    {
        if (MaySet(visit) && MayOverride(visit)) return (draft, null);
        var (flag, mark, refusal) = await visit.Client.FlagAsync(Key(visit), visit.RouteNumber("feature"));
        if (flag is null) return (null, refusal);
        var stored = FlagDraft.Of(flag, mark);
        return (new FlagDraft(draft.Mark, MaySet(visit) ? draft.Default : stored.Default, MayOverride(visit) ? draft.Overrides : stored.Overrides), null);
    }

    // All at once and in place of what is there, where the person may change all of it; otherwise the part that they may.
    private static Task<Outcome<FlagAnswer>> SaveAsync(Visit visit, int id, FlagDraft draft)
    {
        var body = draft.ToJson();
        if (MaySet(visit) && MayOverride(visit)) return visit.Client.PutFlagAsync(Key(visit), id, body, draft.Mark);
        body.Remove(MaySet(visit) ? "segment_overrides" : "environment_default");
        return visit.Client.PatchFlagAsync(Key(visit), id, body, draft.Mark);
    }

    private static bool MaySet(Visit visit) => visit.May(Grantable.UpdateFeatureState);

    private static bool MayOverride(Visit visit) => visit.May(Grantable.ManageSegmentOverrides);

    // Nothing that was written is lost: the draft stays, and saving it once more now means over what the other person wrote.
    private static async Task<IResult> ConflictAsync(Visit visit, FlagDraft draft)
    {
        var (flag, mark, refusal) = await visit.Client.FlagAsync(Key(visit), visit.RouteNumber("feature"));
        return flag is null ? visit.Problem(refusal) : await ShowAsync(visit, draft with { Mark = mark }, null, FlagDraft.Of(flag, mark));
    }

    private static async Task<IResult> ShowAsync(Visit visit, FlagDraft draft, string? problem = null, FlagDraft? theirs = null, string? settingsProblem = null)
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
            Feature = settingsProblem is null ? feature.Value : FeatureSettings.Sent(visit, feature.Value),
            CanSet = MaySet(visit),
            CanOverride = MayOverride(visit),
            Identities = visit.May(Grantable.ViewIdentities) ? (await visit.Client.OverridesOfFeatureAsync(environment.Key, id)).Value : null,
            SettingsMark = FeatureSettings.MarkOf(feature.Value),
            SettingsProblem = settingsProblem,
            Tags = await visit.Client.TagsAsync(project.Id),
            Draft = draft,
            Segments = await visit.Client.SegmentNamesAsync(project.Id, id),
            Elsewhere = elsewhere,
            Unhealthy = await visit.Client.UnhealthyAsync(project.Id, id),
            Problem = problem,
            Theirs = theirs,
            Snippets = Snippet.Of(visit.ServerAddress, environment.Key, feature.Value.Name),
        };
        return visit.Show<FeaturePage>(view, theirs is not null ? StatusCodes.Status409Conflict : problem is not null || settingsProblem is not null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static string Key(Visit visit) => visit.Environment?.Key ?? "";
}
