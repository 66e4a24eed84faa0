using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.History;

/// <summary><c>features/{feature}/history</c>: who did what to a flag, and putting back what was.</summary>
internal static class HistoryPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        if (visit.Project is not { } project || visit.Environment is not { } environment) return visit.NotFound("There is no such environment.");
        var (id, isEverywhere, number) = (visit.RouteNumber("feature"), visit.Asked("all") == "true", visit.AskedNumber("page", 1));
        var feature = await visit.Client.FeatureAsync(project.Id, id, environment.Id);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        var page = await visit.Client.HistoryAsync(isEverywhere ? $"projects/{project.Id}" : $"environments/{Uri.EscapeDataString(environment.Key)}", id, number);
        if (page.Value is null) return visit.Problem(page.Refusal);
        return visit.Show<HistoryPage>(new HistoryView
        {
            Feature = feature.Value,
            Tags = await visit.Client.TagsAsync(project.Id),
            Entries = [.. page.Value.Results.Select(record => HistoryEntry.Of(record, feature.Value.Name))],
            IsEverywhere = isEverywhere,
            Number = number,
            HasOlder = page.Value.Next is not null,
        });
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        visit.Tell(await RestoreAsync(visit), "What was before is back. This is a change of its own and can be taken back too.");
        return await GetAsync(visit);
    }

    private static async Task<Refusal?> RestoreAsync(Visit visit)
    {
        var (project, id) = (visit.Project?.Id ?? 0, visit.RouteNumber("feature"));
        var feature = await visit.Client.FeatureAsync(project, id, visit.Environment?.Id ?? 0);
        if (feature.Value is null) return feature.Refusal;
        _ = long.TryParse(visit.Sent("record"), out var record);
        var since = await visit.Client.SinceAsync(project, id, (visit.Sent("type"), visit.Sent("thing")), record);
        if (since.Value is not { } page) return since.Refusal;
        if (page.Results is not [{ } first, ..] || first.Id != record || page.Next is not null) return Refusal.Because("Too much happened to it since.");
        var (entry, old) = (HistoryEntry.Of(first, feature.Value.Name), Restoration.Of(page.Results));
        if (!entry.CanRestore) return Refusal.Because("This cannot be put back from here.");
        if (first.RelatedObjectType == "FEATURE") return (await visit.Client.ChangeFeatureAsync(project, id, old.OfFeature())).Refusal;
        return visit.Project?.Environments.FirstOrDefault(each => each.Id == first.Environment?.Id) is { } environment
            ? entry.IsOfIdentity ? await RestoreForIdentityAsync(visit, environment.Key, first.RelatedObjectId ?? 0, old) : await RestoreStateAsync(visit, environment.Key, entry, old)
            : Refusal.Because("Its environment is gone.");
    }

    private static async Task<Refusal?> RestoreForIdentityAsync(Visit visit, string environment, int state, Restoration old)
    {
        var refusal = old.WasThere ? await visit.Client.ChangeStateAsync(environment, state, old.OfBareState()) : await visit.Client.RemoveStateAsync(environment, state);
        return refusal is { IsMissing: true } ? Refusal.Because("The override is gone, and history does not say whose it was.") : refusal;
    }

    private static async Task<Refusal?> RestoreStateAsync(Visit visit, string environment, HistoryEntry entry, Restoration old)
    {
        var id = visit.RouteNumber("feature");
        var (flag, _, refusal) = await visit.Client.FlagAsync(environment, id);
        if (flag is null) return refusal;
        if (entry.Segment is null)
            return (await visit.Client.PatchFlagAsync(environment, id, new JsonObject { ["environment_default"] = old.OfState(flag.EnvironmentDefault.Variants) })).Refusal;
        var named = (await visit.Client.SegmentNamesAsync(visit.Project?.Id ?? 0, id)).Where(each => each.Name == entry.Segment).ToList();
        if (named is not [var (segment, _)]) return Refusal.Because("Its segment is gone or has another name.");
        if (!old.WasThere) return await visit.Client.RemoveOverrideAsync(environment, id, segment);
        return (await visit.Client.PatchFlagAsync(environment, id, new JsonObject { ["segment_overrides"] = Overrides(flag, segment, old) })).Refusal;
    }

    // All of them are sent, since the place of one is the place of others.
    private static JsonArray Overrides(FlagAnswer flag, int segment, Restoration old)
    {
        var order = flag.SegmentOverrides.Select(each => each.Segment.Id).ToList();
        var at = order.IndexOf(segment);
        if (at < 0 || old.Priority is not null)
        {
            order.Remove(segment);
            order.Insert(Math.Clamp(old.Priority ?? 0, 0, order.Count), segment);
        }

        var weights = flag.SegmentOverrides.FirstOrDefault(each => each.Segment.Id == segment)?.Variants ?? flag.EnvironmentDefault.Variants;
        return new JsonArray([.. order.Select((each, place) =>
        {
            var item = each == segment ? old.OfState(weights) : [];
            (item["segment"], item["priority"]) = (new JsonObject { ["id"] = each }, place);
            return item;
        })]);
    }
}
