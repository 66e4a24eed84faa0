using Guidon.Storage.Audit;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresAuditReadingTests() : AuditReadingCompliance(PostgresTestStore.Open)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_is_known_of_the_rows_records_are_read_along_the_path_and_not_sorted(bool isAnalysed)
    {
        await Store.ControlPlane.WriteAsync(
            plane => plane.Database.ExecuteSqlRaw(
                """
                ALTER TABLE audit_record SET (autovacuum_enabled = off);
                INSERT INTO audit_record (id, created_at, organisation_id, author_id, author, related_type, action, summary, fields, is_system_event, hash)
                SELECT n, n, 1, n % 2, '', CASE WHEN n % 2 = 0 THEN 'TAG' ELSE 'FEATURE' END, 'UPDATE', '', '[]', FALSE, '' FROM generate_series(1, 20000) AS n
                """),
            default);
        if (isAnalysed) await Store.ControlPlane.WriteAsync(plane => plane.Database.ExecuteSqlRaw("ANALYZE audit_record"), default);

        var plans = await Store.ControlPlane.ReadAsync<string[]>(
            plane =>
            {
                var reading = new AuditReading(plane, AuditSpan.All, newestFirst: true);
                return
                [
                    PostgresPlan.Of(reading.Along(AuditPath.OfOrganisation(1)).Where(each => each.OrganisationId == 1).Take(51)),
                    PostgresPlan.Of(reading.Along(AuditPath.OfAuthor(1)).Where(each => each.OrganisationId == 1 && each.AuthorId == 1).Take(10_000)),
                    PostgresPlan.Of(reading.Along(AuditPath.OfKind(1, "TAG")).Where(each => each.OrganisationId == 1 && each.RelatedType == "TAG").Skip(9_000).Take(1)),
                ];
            },
            default);

        Assert.Equal(["audit_record_organisation", "audit_record_author", "audit_record_kind"], plans.Select(plan => PostgresPlan.Indexes(plan, "audit_record")));
        Assert.DoesNotContain(plans, plan => plan.Contains("Sort", StringComparison.Ordinal));
    }
}
