using Guidon.Server.Management.Features;
using Guidon.Server.Management.Grants;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>Features of a file, their variants, tags and owners.</summary>
internal static class ImportedFeatures
{
    internal static void Apply(Import import)
    {
        var (plane, project, wanted) = (import.Plane, import.Project, import.File.Features);
        if (wanted.Count == 0 && !import.Replaces) return;
        var rows = plane.Features.Where(each => each.ProjectId == project.Id).OrderBy(each => each.Id).ToList();
        var uuids = wanted.Select(each => each.Uuid).ToList();
        var (taken, match) = (Import.Taken(plane.Features.Select(each => each.Uuid), uuids), new RowMatch<Feature>(rows, each => each.Uuid, each => each.Name, uuids));
        var found = wanted.Select(each => (Wanted: each, Row: match.Take(each.Uuid, each.Name) is { } row ? Changed(import, row, each, rows) : New(import, each, taken))).ToList();
        if (import.Replaces) ImportRows.Remove(import, "feature", match.Rest, each => each.Name);
        var added = found.FindAll(each => plane.Entry(each.Row).State == EntityState.Added);
        plane.SaveChanges();
        import.NewFeatures.UnionWith(added.Select(each => each.Row.Id));
        ApplyVariants(import, found);
        ApplyLinks(import, found);
        ImportedLinks.Apply(import, found);
        plane.SaveChanges();
    }

    private static Feature New(Import import, WantedFeature wanted, HashSet<Guid> taken)
    {
        var row = new Feature
        {
            Uuid = import.UuidOf(wanted.Uuid, taken),
            ProjectId = import.Project.Id,
            Name = wanted.Name,
            Type = Feature.Standard,
            CreatedAt = import.Change.Now,
            ChangedAt = import.Change.Now,
        };
        Fill(row, wanted.Body);
        import.Plane.Add(row);
        import.Note("feature", row.Name, row);
        return row;
    }

    // A new name is taken over unless another feature has it, which the file may be about to rename as well.
    private static Feature Changed(Import import, Feature row, WantedFeature wanted, List<Feature> rows)
    {
        if (!rows.Exists(each => each != row && string.Equals(each.Name, wanted.Name, StringComparison.OrdinalIgnoreCase))) row.Name = wanted.Name;
        Fill(row, wanted.Body);
        import.Note("feature", row.Name, row);
        return row;
    }

    private static void Fill(Feature row, FeatureRequest body)
    {
        (row.DefaultEnabled, row.InitialValue, row.Description) = (body.DefaultEnabled, body.InitialValue, body.Description);
        (row.IsArchived, row.IsServerKeyOnly) = (body.IsArchived, body.IsServerKeyOnly);
        if (body.Variants.Count > 0) row.Type = Feature.Multivariate;
    }

    private static void ApplyVariants(Import import, List<(WantedFeature Wanted, Feature Row)> found)
    {
        var plane = import.Plane;
        var ids = plane.Features.Where(each => each.ProjectId == import.Project.Id).Select(each => each.Id);
        var rows = plane.MultivariateOptions.Where(each => ids.Contains(each.FeatureId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureId);
        var taken = Import.Taken(plane.MultivariateOptions.Select(each => each.Uuid), found.SelectMany(each => each.Wanted.VariantUuids));
        foreach (var (wanted, row) in found)
        {
            // Two may have one value; then their keys tell them apart.
            var match = new RowMatch<MultivariateOption>([.. rows[row.Id]], each => each.Uuid, each => each.Key ?? each.Value, wanted.VariantUuids);
            List<MultivariateOption> options = [];
            for (var at = 0; at < wanted.Body.Variants.Count; at++) options.Add(Variant(import, wanted, at, row, match.Take(wanted.VariantUuids[at], wanted.Body.Variants[at].Key ?? wanted.Body.Variants[at].Value), taken));
            if (import.Replaces) ImportRows.Remove(import, "variant", match.Rest, each => $"{row.Name}: {each.Key ?? each.Value}");
            if (import.Replaces && options.Count == 0) row.Type = Feature.Standard;
            import.Features.Add(wanted.Name, (row, options));
        }
    }

    private static MultivariateOption Variant(Import import, WantedFeature wanted, int at, Feature feature, MultivariateOption? row, HashSet<Guid> taken)
    {
        var body = wanted.Body.Variants[at];
        if (row is null)
        {
            row = new MultivariateOption { Uuid = import.UuidOf(wanted.VariantUuids[at], taken), FeatureId = feature.Id, Value = body.Value, DefaultPercentageAllocation = 0 };
            import.Plane.Add(row);
        }

        (row.Key, row.Value, row.DefaultPercentageAllocation) = (body.Key, body.Value, body.Share ?? 0);
        import.Note("variant", $"{feature.Name}: {row.Key ?? row.Value}", row);
        return row;
    }

    private static void ApplyLinks(Import import, List<(WantedFeature Wanted, Feature Row)> found)
    {
        var (plane, organisation) = (import.Plane, import.Project.OrganisationId);
        var members = (from member in plane.Members join user in plane.Users on member.UserId equals user.Id where member.OrganisationId == organisation select user)
            .AsNoTracking().AsEnumerable().ToDictionary(each => each.Email, each => each.Id, StringComparer.OrdinalIgnoreCase);
        var groups = plane.Groups.Where(each => each.OrganisationId == organisation).AsEnumerable().GroupBy(each => each.Name).ToDictionary(same => same.Key, same => same.First().Id, StringComparer.Ordinal);
        foreach (var (wanted, row) in found)
        {
            var old = plane.Entry(row).State == EntityState.Added ? [] : plane.FeatureTags.Where(each => each.FeatureId == row.Id).Select(each => each.TagId).ToHashSet();
            var tags = wanted.TagUuids.Select(uuid => import.Tags[uuid].Id).ToList();
            FeatureLinkRows.SetTags(plane, row.Id, import.Replaces ? tags : [.. old.Union(tags)]);
            FeatureLinkRows.Add(plane, row.Id, Holder.User, Known(import, wanted, wanted.OwnerEmails, members, "owner_emails"));
            FeatureLinkRows.Add(plane, row.Id, Holder.Group, Known(import, wanted, wanted.OwnerGroups, groups, "owner_groups"));
        }
    }

    private static List<int> Known(Import import, WantedFeature feature, IReadOnlyList<string> names, Dictionary<string, int> known, string field)
    {
        foreach (var name in names.Where(name => !known.ContainsKey(name)))
            import.Progress.Lose($"features[name={feature.Name}].{field}", "text", $"\"{name}\" does not exist in this organisation.");
        return [.. names.Where(known.ContainsKey).Select(name => known[name])];
    }
}
