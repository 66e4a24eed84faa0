using Guidon.Server.Management.Segments;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Transfers;

/// <summary>Segments of a file.</summary>
internal static class ImportedSegments
{
    internal static void Apply(Import import)
    {
        var (plane, wanted) = (import.Plane, import.File.Segments);
        if (wanted.Count == 0 && !import.Replaces) return;
        var rows = plane.Segments.Where(each => each.ProjectId == import.Project.Id).OrderBy(each => each.Id).ToList();
        var seeds = rows.Select(SegmentSeeds.Of).ToHashSet();
        var uuids = wanted.Select(each => (Guid?)each.Uuid).ToList();
        var (taken, match) = (Import.Taken(plane.Segments.Select(each => each.Uuid), uuids), new RowMatch<Segment>(rows, each => each.Uuid, each => $"{each.FeatureId} {each.Name}", uuids));
        List<Segment> added = [];
        foreach (var each in wanted)
        {
            int? feature = each.Feature is { } name ? import.Features[name].Row.Id : null;
            if (match.Take(each.Uuid, $"{feature} {each.Name}") is { } row)
            {
                each.Body.Apply(row, import.Change.Now);
            }
            else
            {
                row = each.Body.New(import.Change, import.Project.Id);
                (row.Uuid, row.FeatureId, row.HashSeed) = (import.UuidOf(each.Uuid, taken), feature, Seed(import, each, seeds));
                plane.Add(row);
                added.Add(row);
            }

            import.Segments.Add(each.Uuid, row);
            import.Note("segment", each.Name, row);
        }

        if (import.Replaces) ImportRows.Remove(import, "segment", match.Rest, each => each.Name);
        plane.SaveChanges();
        foreach (var segment in added)
        {
            // Its own id is what the seed is not needed for, and an id of another may be its seed.
            if (segment.HashSeed == segment.Id) segment.HashSeed = null;
            SegmentSeeds.Settle(plane, segment);
            plane.SaveChanges();
        }
    }

    private static int? Seed(Import import, WantedSegment wanted, HashSet<int> seeds)
    {
        if (wanted.HashSeed is not { } seed || seeds.Add(seed)) return wanted.HashSeed;
        import.Progress.Lose($"segments[name={wanted.Name}].hash_seed", "number", "Another segment of the project has it: a percentage split takes other identities here.");
        return null;
    }
}
