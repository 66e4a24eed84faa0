using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Audit;

/// <summary>
/// One page of the audit records of a place. Where a filter would have to look at more records than a request may, the page says so: it may be short or empty, and its
/// <c>next</c> looks on from where this one stopped.
/// </summary>
/// <param name="Home">The index of the place.</param>
/// <param name="OrganisationId">Whose place it is.</param>
/// <param name="Within">Which of an organisation's records are the place's.</param>
internal sealed record AuditPage(AuditPath Home, int OrganisationId, Func<IQueryable<AuditRecord>, IQueryable<AuditRecord>> Within)
{
    /// <summary>How many records one request looks at: a tenth of a second of the slower engine.</summary>
    private const int LookedAtMax = 100_000;

    internal static AuditPage At(Place place) => place switch
    {
        { EnvironmentId: { } environment } => new(AuditPath.OfEnvironment(environment), place.OrganisationId, records => records.Where(record => record.EnvironmentId == environment)),
        { ProjectId: { } project } => new(AuditPath.OfProject(project), place.OrganisationId, records => records.Where(record => record.ProjectId == project)),
        _ => new(AuditPath.OfOrganisation(place.OrganisationId), place.OrganisationId, records => records.Where(record => record.OrganisationId == place.OrganisationId)),
    };

    /// <returns><see langword="null"/> past the last page.</returns>
    internal Page<AuditAnswer>? Read(ControlPlane plane, HttpContext http, bool isDetail)
    {
        var (query, paging) = (http.Request.Query, new Paging(http));
        var newestFirst = !query.ContainsKey("after_id");
        var reading = new AuditReading(plane, AuditFilter.Span(plane, query), newestFirst);
        if (AuditFilter.IsPlain(query)) return paging.Of(Within(reading.Along(Home)).AsNoTracking(), page => AuditView.Show(plane, page, isDetail));
        var (along, notLookedAt) = reading.Shortest([.. AuditFilter.Paths(query, OrganisationId), Home], LookedAtMax);
        var wanted = AuditFilter.Apply(Within(along), query).Select(record => record.Id);
        (string, long)? onwards = notLookedAt is { } at ? (newestFirst ? ("before_id", at + 1) : ("after_id", at - 1)) : null;
        return paging.Of(most => [.. wanted.Take(most)], onwards, page => AuditView.Show(plane, Load(plane, page), isDetail));
    }

    private static List<AuditRecord> Load(ControlPlane plane, IReadOnlyList<long> ids)
    {
        var records = plane.AuditRecords.AsNoTracking().Where(record => ids.Contains(record.Id)).ToDictionary(record => record.Id);
        return [.. ids.Select(id => records[id])];
    }
}
