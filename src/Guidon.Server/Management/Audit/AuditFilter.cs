using System.Globalization;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Audit;

/// <summary>
/// The query of a list: <c>project</c>, <c>environments</c> (several times), <c>is_system_event</c>, <c>search</c>, and of our own <c>author</c> (an id or an
/// address), <c>related_object_type</c>, <c>related_object_id</c>, <c>feature</c> (its own records and those of its states, gone ones too), <c>from</c>, <c>to</c>,
/// <c>after_id</c>. What cannot be read filters nothing out, as in the original.
/// </summary>
internal static class AuditFilter
{
    internal static IQueryable<AuditRecord> Apply(ControlPlane plane, IQueryable<AuditRecord> records, IQueryCollection query)
    {
        if (Id(query, "feature") is { } feature) records = OfFeature(plane, records, feature);
        if (Id(query, "project") is { } project) records = records.Where(record => record.ProjectId == project);
        List<int?> environments = [.. query["environments"].Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (int?)null).Where(id => id is not null)];
        if (environments.Count > 0) records = records.Where(record => environments.Contains(record.EnvironmentId));
        if (bool.TryParse(query["is_system_event"], out var isSystem)) records = records.Where(record => record.IsSystemEvent == isSystem);
        if ((string?)query["search"] is { Length: > 0 } search) records = records.Where(record => EF.Functions.Like(record.Summary, Pattern(search), "\\"));
        if ((string?)query["related_object_type"] is { Length: > 0 } type) records = records.Where(record => record.RelatedType == type);
        if (Id(query, "related_object_id") is { } related) records = records.Where(record => record.RelatedId == related);
        if (QueryFields.Read((string?)query["from"] ?? "") is { } from) records = records.Where(record => record.CreatedAt >= from);
        if (QueryFields.Read((string?)query["to"] ?? "") is { } to) records = records.Where(record => record.CreatedAt < to);
        if (long.TryParse(query["after_id"], NumberStyles.None, CultureInfo.InvariantCulture, out var after)) records = records.Where(record => record.Id > after);
        return ByAuthor(records, query);
    }

    // A state that is gone has left nothing but its record, whose words end with the feature's name, and names of features do not change.
    private static IQueryable<AuditRecord> OfFeature(ControlPlane plane, IQueryable<AuditRecord> records, int id)
    {
        if (plane.Features.SingleOrDefault(each => each.Id == id) is not { } feature) return records.Where(record => false);
        var (project, since, ending) = (feature.ProjectId, feature.CreatedAt, Ending(feature.Name));
        var found = records.Where(record => record.ProjectId == project && record.CreatedAt >= since
            && ((record.RelatedType == "FEATURE" && record.RelatedId == id) || (record.RelatedType == "FEATURE_STATE" && record.Summary.EndsWith(ending))));
        // A name may itself end like such a record.
        foreach (var other in plane.Features.Where(each => each.ProjectId == project && each.Name.EndsWith(ending)).Select(each => each.Name).ToList().ConvertAll(Ending))
            found = found.Where(record => record.RelatedType == "FEATURE" || !record.Summary.EndsWith(other));
        return found;

        static string Ending(string name) => $" for feature: {name}";
    }

    private static IQueryable<AuditRecord> ByAuthor(IQueryable<AuditRecord> records, IQueryCollection query)
    {
        if (Id(query, "author") is { } id) return records.Where(record => record.AuthorId == id);
        return (string?)query["author"] is { Length: > 0 } name ? records.Where(record => record.Author == name) : records;
    }

    private static string Pattern(string search) => "%" + string.Concat(search.Select(letter => letter is '%' or '_' or '\\' ? "\\" + letter : letter.ToString())) + "%";

    private static int? Id(IQueryCollection query, string name) =>
        int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
