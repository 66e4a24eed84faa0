using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Features;

/// <summary><c>features</c>: the list, and switching one of them on or off in one environment.</summary>
internal static class FeatureList
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        if (visit.Project is not { } project || visit.Environment is not { } chosen) return visit.NotFound("There is no such environment.");
        var stage = Stage.Find(visit.Asked("stage"));
        var query = new FeatureQuery(visit.Asked("q"), visit.Asked("archived") == "true", visit.AskedNumber("page", 1), visit.AskedNumber("tag", 0) is > 0 and var tag ? tag : null, stage?.Name ?? "");
        // In a stage that use decides are other features elsewhere: their lists would not be the same.
        FrameEnvironment[] environments = [chosen, .. project.Environments.Where(each => each != chosen && stage?.IsOfOneEnvironment != true)];
        var lists = new List<Page<FeatureAnswer>>();
        foreach (var environment in environments)
        {
            var list = await visit.Client.FeaturesAsync(project.Id, environment.Id, query);
            if (list.Value is null) return visit.Problem(list.Refusal);
            lists.Add(list.Value);
        }

        // By id: between two reads somebody may have made a feature, which moves all places behind it.
        List<Dictionary<int, FeatureAnswer>> states = [.. lists.Select(list => list.Results.ToDictionary(each => each.Id))];
        return visit.Show<FeatureListPage>(new FeatureListView
        {
            Environments = environments,
            Rows = [.. lists[0].Results.Select(feature => new FeatureRow(feature, [.. states.Select(each => each.GetValueOrDefault(feature.Id))]))],
            Count = lists[0].Count,
            Query = query,
            Stage = stage,
            Unhealthy = (await visit.Client.UnhealthyAsync(project.Id)).ToLookup(each => each.Feature),
            Tags = await visit.Client.TagsAsync(project.Id),
        });
    }

    /// <summary>Sets, and does not flip: sent twice it does no harm.</summary>
    internal static async Task<IResult> ToggleAsync(Visit visit)
    {
        var (feature, environment, on) = (visit.Sent("feature"), visit.Sent("environment"), visit.Sent("on") == "true");
        if (!int.TryParse(feature, out var id)) return visit.NotFound("There is no such feature.");
        var body = new JsonObject { ["environment_default"] = new JsonObject { ["enabled"] = on } };
        var answer = await visit.Client.PatchFlagAsync(environment, id, body);
        var place = visit.Project?.Environments.FirstOrDefault(each => each.Key == environment)?.Name ?? environment;
        visit.Toast = answer.Refusal is { } refusal
            ? new Toast($"Nothing was changed. {refusal.Text}", IsProblem: true)
            : new Toast($"{Parts.Display.Snippet(visit.Sent("name"))} is {(on ? "on" : "off")} in {place}.", UndoAction: visit.At("features"), UndoFields: new Dictionary<string, string>
            {
                ["feature"] = feature,
                ["environment"] = environment,
                ["name"] = visit.Sent("name"),
                ["on"] = on ? "false" : "true",
            });
        return await GetAsync(visit);
    }
}
