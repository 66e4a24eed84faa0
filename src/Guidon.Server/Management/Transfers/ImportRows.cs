using Guidon.Flags;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>
/// Writes a file into a project, kind after kind, each saved at once since the next refers to its ids. Rows are found by uuid, then by name, so
/// that the same file again changes nothing.
/// </summary>
internal static class ImportRows
{
    /// <returns>Why it is refused, before anything was stored; <see langword="null"/> when it is written.</returns>
    internal static Reply? Apply(Import import)
    {
        if (Full(import) is { } full) return full;
        ApplyProject(import);
        ApplyTags(import);
        ImportedFeatures.Apply(import);
        ImportedSegments.Apply(import);
        ImportedEnvironments.Apply(import);
        ImportedStates.Apply(import);
        ImportedIdentities.Apply(import);
        if (import.Progress.IsChanged) import.Change.TouchProject(import.Project.Id);
        return null;
    }

    private static Reply? Full(Import import)
    {
        var (plane, id) = (import.Plane, import.Project.Id);
        var features = plane.Features.Where(each => each.ProjectId == id).Select(each => each.Name).AsEnumerable().Union(import.File.Features.Select(each => each.Name), StringComparer.OrdinalIgnoreCase).Count();
        if (features > DocumentLimits.FeaturesMax) return Reply.Full("features", DocumentLimits.FeaturesMax);
        if (plane.Segments.Count(each => each.ProjectId == id) + import.File.Segments.Count > 2 * DocumentLimits.SegmentsMax) return Reply.Full("segments", DocumentLimits.SegmentsMax);
        return null;
    }

    private static void ApplyProject(Import import)
    {
        var project = import.Project;
        var name = project.Name;
        import.File.Project.Apply(project);
        // An existing one keeps its name: another may have the file's.
        if (project.Id != 0) project.Name = name;
        import.Note("project", project.Name, project);
        var isNew = project.Id == 0;
        import.Plane.SaveChanges();
        if (isNew) CreatorGrant.Add(import.Change, import.Change.Caller, Place.Of(project));
    }

    private static void ApplyTags(Import import)
    {
        var plane = import.Plane;
        var rows = plane.Tags.Where(each => each.ProjectId == import.Project.Id && !each.IsSystemTag).OrderBy(each => each.Id).ToList();
        var taken = Import.Taken(plane.Tags.Select(each => each.Uuid), import.File.Tags.Select(each => (Guid?)each.Uuid));
        var match = new RowMatch<Tag>(rows, each => each.Uuid, each => each.Label, import.File.Tags.Select(each => (Guid?)each.Uuid));
        foreach (var wanted in import.File.Tags)
        {
            if (match.Take(wanted.Uuid, wanted.Label) is { } row) wanted.Body.Apply(row);
            else plane.Add(row = wanted.Body.New(import.UuidOf(wanted.Uuid, taken), import.Project.Id));
            import.Tags.Add(wanted.Uuid, row);
            import.Note("tag", wanted.Label, row);
        }

        if (import.Replaces) Remove(import, "tag", match.Rest, each => each.Label);
        plane.SaveChanges();
    }

    /// <summary>Removes rows that the file does not have.</summary>
    internal static void Remove<T>(Import import, string kind, IEnumerable<T> rows, Func<T, string> nameOf)
        where T : class
    {
        foreach (var row in rows.ToList())
        {
            import.Plane.Remove(row);
            import.Progress.Note(kind, nameOf(row), EntityState.Deleted);
        }
    }
}
