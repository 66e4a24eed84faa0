using Guidon.Contracts;
using System.Text.Json.Nodes;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Find;

/// <summary><c>find?q=</c>: what the palette offers, as JSON: features, segments, destinations, environments, screens and commands.</summary>
internal static class FindEndpoint
{
    private const int FeaturesMax = 8;

    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var text = visit.Asked("q").Trim();
        var found = new JsonArray();
        foreach (var item in Screens(visit).Where(each => Holds(each.Text, text))) Add(item.Text, item.Kind, item.Address);
        if (text.Length > 0 && visit.Environment is not null) await AddFeaturesAsync();
        foreach (var environment in visit.Project?.Environments.Where(each => text.Length > 0 && Holds(each.Name, text)) ?? [])
            Add(environment.Name, "environment", Visit.At(visit.Project, environment, "features"));
        if (text.Length > 0 && visit.Environment is not null)
        {
            foreach (var segment in (await visit.Client.SegmentNamesAsync(visit.Project?.Id ?? 0)).Where(each => Holds(each.Name, text)).Take(FeaturesMax)) Add(segment.Name, "segment", visit.At($"segments/{segment.Id}"));
        }

        return Results.Content(found.ToJsonString(), "application/json");

        async Task AddFeaturesAsync()
        {
            var features = await visit.Client.FeaturesAsync(visit.Project?.Id ?? 0, visit.Environment?.Id ?? 0, new FeatureQuery(text, Archived: false, Page: 1));
            var all = features.Value?.Results ?? [];
            // Names before descriptions, and those that begin with the text before those that hold it.
            foreach (var feature in all.OrderBy(each => each.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 0 : Holds(each.Name, text) ? 1 : 2).Take(FeaturesMax).Reverse())
                found.Insert(0, Item(feature.Name, "feature", visit.At($"features/{feature.Id}")));
        }

        void Add(string name, string kind, string address) => found.Add(Item(name, kind, address));
    }

    private static IEnumerable<(string Text, string Kind, string Address)> Screens(Visit visit)
    {
        foreach (var item in NavItem.Groups(visit).SelectMany(group => group.Items)) yield return (item.Text, "screen", item.Address);
        yield return ("Second factor", "screen", "/ui/second-factor");
        if (visit.IsProjectAdmin) yield return ("Health providers", "screen", visit.InProject("project") + "#providers");
        if (visit.Environment is not null && visit.May(Grantable.CreateFeature)) yield return ("New feature", "command", visit.At("features/new"));
        if (visit.Environment is not null && visit.May(Grantable.ManageSegments)) yield return ("New segment", "command", visit.At("segments/new"));
        if (visit.May(Grantable.CreateEnvironment)) yield return ("New environment", "command", visit.InProject("environments/new"));
        if (visit.May(Grantable.CreateProject)) yield return ("New project", "command", "/ui/projects/new");
    }

    private static JsonNode Item(string text, string kind, string address) => new JsonObject { ["text"] = text, ["kind"] = kind, ["address"] = address };

    private static bool Holds(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
