using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Features;

/// <summary><c>features/new</c>: name, value, and the environments in which it is on from the start.</summary>
internal static class FeatureNew
{
    internal static Task<IResult> GetAsync(Visit visit) =>
        Task.FromResult(visit.May(Grantable.CreateFeature)
            ? visit.Show<FeatureNewPage>(new FeatureNewView { Name = visit.Asked("name"), Environments = Settable(visit) })
            : visit.Forbidden("To create features here must be permitted to you."));

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var view = Read(visit);
        if (view.Value.Problem is { } wrong) return Again(visit, view, wrong);
        if (view.Variants.Any(each => FeatureNewView.ShareProblem(each.Share) is not null)) return Again(visit, view, $"{Percent.Rule} One of the variants has another.");
        var body = new JsonObject
        {
            ["name"] = view.Name,
            ["description"] = view.Description,
            ["initial_value"] = view.Value.Kind == "none" ? null : view.Value.Text,
            ["default_enabled"] = false,
            ["multivariate_options"] = new JsonArray([.. view.Variants.Where(each => each.Value.Length > 0).Select(Variant)]),
        };
        var created = await visit.Client.CreateFeatureAsync(visit.Project?.Id ?? 0, body);
        if (created.Value is null) return Again(visit, view, created.Refusal?.Text ?? "");
        foreach (var environment in view.Environments)
        {
            var state = new JsonObject { ["enabled"] = view.On.Contains(environment.Key), ["value"] = view.Value.ToJson() };
            var set = await visit.Client.PatchFlagAsync(environment.Key, created.Value.Id, new JsonObject { ["environment_default"] = state });
            if (set.Refusal is { } refusal) return visit.GoTo(visit.At($"features/{created.Value.Id}"), $"The feature is there, but {Parts.Display.Snippet(environment.Name)} was not set: {refusal.Text}");
        }

        return visit.GoTo(visit.At($"features/{created.Value.Id}"), $"{Parts.Display.Snippet(view.Name)} was created.");
    }

    private static FeatureNewView Read(Visit visit)
    {
        var (keys, values, shares) = (visit.SentAll("v.key"), visit.SentAll("v.value"), visit.SentAll("v.share"));
        return new FeatureNewView
        {
            Name = visit.Sent("name").Trim(),
            Description = visit.Sent("description").ReplaceLineEndings("\n"),
            Value = new ValueText(visit.Sent("d.kind"), visit.Sent("d.value").ReplaceLineEndings("\n")),
            On = visit.SentAll("on"),
            Variants = [.. keys.Select((key, at) => (key, values.ElementAtOrDefault(at) ?? "", shares.ElementAtOrDefault(at) ?? ""))],
            Environments = Settable(visit),
        };
    }

    private static List<FrameEnvironment> Settable(Visit visit) => [.. (visit.Project?.Environments ?? []).Where(each => each.Permissions.Contains(Grantable.UpdateFeatureState))];

    private static JsonObject Variant((string Key, string Value, string Share) variant) => new()
    {
        ["type"] = "unicode",
        ["string_value"] = variant.Value,
        ["key"] = variant.Key.Length > 0 ? variant.Key : null,
        ["default_percentage_allocation"] = Percent.Read(variant.Share),
    };

    private static IResult Again(Visit visit, FeatureNewView view, string problem) =>
        visit.Show<FeatureNewPage>(view with { Problem = problem }, StatusCodes.Status400BadRequest);
}
