using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Features;

/// <summary><c>features/{feature}/settings</c>: what is the same in every environment.</summary>
internal static class FeatureSettings
{
    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var (project, feature) = (visit.Project?.Id ?? 0, visit.RouteNumber("feature"));
        if (visit.Sent("do") == "delete")
        {
            var refusal = visit.Sent("sure") == "true" ? await visit.Client.DeleteFeatureAsync(project, feature) : null;
            if (visit.Sent("sure") != "true") return visit.GoTo(visit.At($"features/{feature}"), "Nothing was deleted: the tick was missing.");
            return refusal is null ? visit.GoTo(visit.At("features"), "The feature was deleted in all environments.") : visit.Problem(refusal);
        }

        var changed = await visit.Client.ChangeFeatureAsync(project, feature, new JsonObject
        {
            ["description"] = Description(visit),
            ["is_archived"] = visit.Sent("archived") == "true",
            ["is_server_key_only"] = visit.Sent("server") == "true",
            ["tags"] = new JsonArray([.. Tags(visit).Select(tag => JsonValue.Create(tag))]),
        });
        return changed.Refusal is { } refused
            ? refused.IsMissing ? visit.Problem(refused) : await FeatureEdit.RefuseSettingsAsync(visit, refused.Text)
            : visit.GoTo(visit.At($"features/{feature}"), "The feature's settings were saved.");
    }

    /// <summary>The feature as the form has it.</summary>
    internal static FeatureAnswer Sent(Visit visit, FeatureAnswer stored) =>
        stored with { Description = Description(visit), IsArchived = visit.Sent("archived") == "true", IsServerKeyOnly = visit.Sent("server") == "true", Tags = Tags(visit) };

    internal static string MarkOf(FeatureAnswer stored) =>
        Mark.Of([stored.Description, $"{stored.IsArchived} {stored.IsServerKeyOnly}", string.Join(' ', stored.Tags.Order())]);

    private static string Description(Visit visit) => visit.Sent("description").ReplaceLineEndings("\n");

    private static List<int> Tags(Visit visit) => [.. visit.SentAll("tag").Select(text => int.TryParse(text, out var tag) ? tag : 0)];
}
