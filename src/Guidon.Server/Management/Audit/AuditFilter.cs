using System.Globalization;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Audit;

/// <summary>
/// The query of a list: <c>project</c>, <c>environments</c> (several times), <c>is_system_event</c>, <c>search</c>, and of our own <c>author</c> (an id or an
/// address), <c>related_object_type</c>, <c>related_object_id</c>, <c>feature</c>, <c>source</c>, <c>from</c>, <c>to</c>, <c>after_id</c>, <c>before_id</c>. What cannot be read filters nothing out, as in
/// the original; of our own it is refused.
/// </summary>
internal static class AuditFilter
{
    // Whatever else a query has leaves records out.
    private static readonly string[] s_plain = ["page", "page_size", "format", "details", "after_id", "before_id"];

    /// <summary>True when all records of the place are wanted, from one number to another.</summary>
    internal static bool IsPlain(IQueryCollection query) => query.All(pair => s_plain.Contains(pair.Key));

    /// <summary>Between which numbers the records that are wanted lie.</summary>
    internal static AuditSpan Span(ControlPlane plane, IQueryCollection query) =>
        new AuditSpan(Number(query, "after_id") ?? 0, Number(query, "before_id") ?? long.MaxValue).Within(plane, Time(query, "from"), Time(query, "to"));

    /// <summary>The indexes along which everything that is wanted lies, beside the one of its place; the one that is likely to be the shortest first.</summary>
    internal static IEnumerable<AuditPath> Paths(IQueryCollection query, int organisationId)
    {
        var type = (string?)query["related_object_type"] is { Length: > 0 } text ? text : null;
        if (type is not null && Id(query, "related_object_id") is { } thing) yield return AuditPath.OfThing(thing, type);
        if (Id(query, "feature") is { } feature) yield return AuditPath.OfFeature(feature);
        if (Environments(query) is [{ } environment]) yield return AuditPath.OfEnvironment(environment);
        if (Id(query, "author") is { } author) yield return AuditPath.OfAuthor(author);
        if (type is not null) yield return AuditPath.OfKind(organisationId, type);
        if (Id(query, "project") is { } project) yield return AuditPath.OfProject(project);
    }

    /// <summary>What is wrong with it. A time that is misspelt and ignored would select everything.</summary>
    internal static FieldErrors Check(IQueryCollection query)
    {
        var errors = new FieldErrors();
        foreach (var name in (string[])["from", "to"])
        {
            if ((string?)query[name] is { Length: > 0 } text && QueryFields.Read(text) is null) errors.Add(name, QueryFields.TimeError);
        }

        foreach (var name in (string[])["after_id", "before_id", "feature", "related_object_id"])
        {
            if ((string?)query[name] is { Length: > 0 } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)) errors.Add(name, "A whole number is required.");
        }

        return errors;
    }

    /// <summary>All but the numbers.</summary>
    internal static IQueryable<AuditRecord> Apply(IQueryable<AuditRecord> records, IQueryCollection query)
    {
        if (Id(query, "project") is { } project) records = records.Where(record => record.ProjectId == project);
        var environments = Environments(query);
        if (environments.Count > 0) records = records.Where(record => environments.Contains(record.EnvironmentId));
        if (QueryFields.ReadFlag(query["is_system_event"]) is { } isSystem) records = records.Where(record => record.IsSystemEvent == isSystem);
        if ((string?)query["search"] is { Length: > 0 } search) records = records.Where(Holds(search));
        if ((string?)query["related_object_type"] is { Length: > 0 } type) records = records.Where(record => record.RelatedType == type);
        if (Id(query, "related_object_id") is { } related) records = records.Where(record => record.RelatedId == related);
        if (Id(query, "feature") is { } feature) records = records.Where(record => record.FeatureId == feature);
        if ((string?)query["source"] is { Length: > 0 } source) records = records.Where(record => record.Source == source);
        if (Time(query, "from") is { } from) records = records.Where(record => record.CreatedAt >= from);
        if (Time(query, "to") is { } to) records = records.Where(record => record.CreatedAt < to);
        return ByAuthor(records, query);
    }

    private static IQueryable<AuditRecord> ByAuthor(IQueryable<AuditRecord> records, IQueryCollection query)
    {
        if (Id(query, "author") is { } id) return records.Where(record => record.AuthorId == id);
        return (string?)query["author"] is { Length: > 0 } name ? records.Where(record => record.Author == name) : records;
    }

    // One engine's LIKE looks at case, the other's does not; both make ASCII letters small.
#pragma warning disable CA1304, CA1311, MA0011 // Translated to SQL, which knows no culture.
    private static System.Linq.Expressions.Expression<Func<AuditRecord, bool>> Holds(string search)
    {
        var pattern = string.Concat(IdentitySearch.Pattern(search).Select(letter => char.IsAscii(letter) ? char.ToLowerInvariant(letter) : letter));
        return record => EF.Functions.Like(record.Summary.ToLower(), pattern, @"\");
    }
#pragma warning restore CA1304, CA1311, MA0011

    private static List<int?> Environments(IQueryCollection query) =>
        [.. query["environments"].Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (int?)null).Where(id => id is not null)];

    private static DateTimeOffset? Time(IQueryCollection query, string name) => QueryFields.Read((string?)query[name] ?? "");

    private static long? Number(IQueryCollection query, string name) => long.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Id(IQueryCollection query, string name) =>
        int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
