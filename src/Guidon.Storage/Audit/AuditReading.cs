using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Audit;

/// <summary>
/// Records along one index, in the order of their numbers. Neither engine chooses the index: with statistics that are missing or old, or among records of
/// which a filter takes one in a million, it reads an organisation's ten million where another index has three (decision 0431).
/// </summary>
public sealed class AuditReading
{
    private readonly ControlPlane _plane;
    private readonly AuditSpan _span;
    private readonly bool _newestFirst;

    /// <param name="plane">Where they are, in a transaction that ends with this list.</param>
    /// <param name="span">Which numbers are asked for.</param>
    /// <param name="newestFirst">The order.</param>
    public AuditReading(ControlPlane plane, AuditSpan span, bool newestFirst)
    {
        ArgumentNullException.ThrowIfNull(plane);
        (_plane, _span, _newestFirst) = (plane, span, newestFirst);
        if (plane.IsPostgres) plane.AvoidSorting();
    }

    /// <summary>All records along a path. What follows may filter them and take a part, and must not order them again.</summary>
    public IQueryable<AuditRecord> Along(AuditPath path) => Along(path, _span);

    /// <summary>
    /// The first of these paths along which there are no more records than may be looked at, whole; else the first of all, as far as that many go.
    /// </summary>
    /// <param name="paths">Each leads to everything that is wanted; the one that is likely to be the shortest first.</param>
    /// <param name="lookedAtMax">How many records may be looked at.</param>
    /// <returns>What to read, and the number of the first record that is not looked at; <see langword="null"/> when there is none.</returns>
    public (IQueryable<AuditRecord> Records, long? NotLookedAt) Shortest(IReadOnlyList<AuditPath> paths, int lookedAtMax)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var edges = new List<long>();
        foreach (var path in paths)
        {
            var rest = Along(path).Skip(lookedAtMax).Take(1).Select(record => record.Id).ToList();
            if (rest.Count == 0) return (Along(path), null);
            edges.Add(rest[0]);
        }

        return (Along(paths[0], _newestFirst ? _span with { After = edges[0] } : _span with { Before = edges[0] }), edges[0]);
    }

    private IQueryable<AuditRecord> Along(AuditPath path, AuditSpan part) => _plane.IsPostgres ? InPostgres(path, part) : InSqlite(path, part);

#pragma warning disable EF1002 // Names of indexes and columns are constants of AuditPath.
    // An equality would let it take any index that goes by id: a list of one is none, and only this path has the order that is asked for. OFFSET 0 keeps the
    // equalities of filters outside.
    private IQueryable<AuditRecord> InPostgres(AuditPath path, AuditSpan part)
    {
        var order = _newestFirst ? " DESC" : "";
        return _plane.AuditRecords.FromSqlRaw(
            $"SELECT * FROM audit_record WHERE {path.Column} = ANY ({{0}}) AND id > {{1}} AND id < {{2}}{OfType(path)} ORDER BY {path.Column}{order}, id{order} OFFSET 0",
            [new long[] { path.Id }, part.After, part.Before, .. Type(path)]);
    }

    private IQueryable<AuditRecord> InSqlite(AuditPath path, AuditSpan part)
    {
        var records = _plane.AuditRecords.FromSqlRaw(
            $"SELECT * FROM audit_record INDEXED BY {path.Index} WHERE {path.Column} = {{0}} AND id > {{1}} AND id < {{2}}{OfType(path)}", [path.Id, part.After, part.Before, .. Type(path)]);
        return _newestFirst ? records.OrderByDescending(record => record.Id) : records.OrderBy(record => record.Id);
    }
#pragma warning restore EF1002

    private static string OfType(AuditPath path) => path.Type is null ? "" : " AND related_type = {3}";

    private static IEnumerable<object> Type(AuditPath path) => path.Type is { } type ? [type] : [];
}
