using Guidon.Server.Management.ExternalResources;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>Links of a file's features, found again by their address.</summary>
internal static class ImportedLinks
{
    internal static void Apply(Import import, List<(WantedFeature Wanted, Feature Row)> found)
    {
        var ids = import.Plane.Features.Where(each => each.ProjectId == import.Project.Id).Select(each => each.Id);
        var rows = import.Plane.ExternalResources.Where(each => ids.Contains(each.FeatureId)).ToLookup(each => each.FeatureId);
        foreach (var (wanted, feature) in found)
        {
            if (wanted.Links is { } links) Apply(import, feature, [.. rows[feature.Id]], links.DistinctBy(each => each.Url, StringComparer.Ordinal).ToDictionary(each => each.Url, StringComparer.Ordinal));
        }
    }

    private static void Apply(Import import, Feature feature, List<FeatureExternalResource> rows, Dictionary<string, ExternalResourceBody> links)
    {
        if (import.Replaces) ImportRows.Remove(import, "link", rows.Where(each => !links.ContainsKey(each.Url)), each => $"{feature.Name}: {each.Url}");
        var room = ExternalResourceBody.LinksMax - (import.Replaces ? 0 : rows.Count(each => !links.ContainsKey(each.Url)));
        foreach (var link in links.Values)
        {
            var row = rows.Find(each => each.Url == link.Url);
            if (row is null && room <= 0)
            {
                import.Progress.Lose($"features[name={feature.Name}].external_resources", "link", $"\"{link.Url}\" has no room beside the links that are there.");
                continue;
            }

            room--;
            if (row is null) row = import.Plane.Add(link.New(feature.Id)).Entity;
            else link.Apply(row);
            import.Note("link", $"{feature.Name}: {row.Url}", row);
        }
    }
}
