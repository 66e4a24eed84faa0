using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Load;

/// <summary>Audit records as ten million changes would leave them, a minute apart, by two hundred people, with a chain that nobody reads.</summary>
internal static class AuditRows
{
    internal const int Count = 10_000_000;

    private const string Fields = """{"enabled":{"old":false,"new":true},"feature_state_value":{"old":"first value","new":"second value"}}""";

    internal static int Add(ControlPlane plane, int from, int rows, DateTimeOffset now)
    {
        var first = (now - TimeSpan.FromMinutes(Count)).ToUnixTimeMilliseconds() * 1_000;
        var head = plane.AuditHeads.SingleOrDefault() ?? plane.Add(new AuditHead()).Entity;
        plane.Database.ExecuteSql(
            $$"""
            INSERT INTO audit_record (id, created_at, organisation_id, project_id, environment_id, author_id, author, related_type, related_id, related_uuid, action, summary, fields, is_system_event, hash, feature_id, source)
            WITH RECURSIVE numbers (n) AS (SELECT {{from}} UNION ALL SELECT n + 1 FROM numbers WHERE n < {{from + rows - 1}})
            SELECT {{head.Records + 1}} + n - {{from}}, {{first}} + CAST(n AS BIGINT) * 60000000, 1, 1, CASE WHEN n % 10 < 9 THEN 1 + n % 10 END, 1 + n * 7 % 200, 'person' || n * 7 % 200 || '@example.org',
              CASE WHEN n % 50000 = 7 THEN 'WEBHOOK' WHEN n % 10 < 7 THEN 'FEATURE_STATE' WHEN n % 10 < 9 THEN 'FEATURE' ELSE 'SEGMENT' END, n * 13 % 60000, NULL, 'UPDATE',
              CASE WHEN n % 50000 = 7 THEN 'Webhook updated: rare-' || n ELSE 'Flag state / Remote Config value updated for feature: flag_' || n * 13 % 4990 END,
              {{Fields}}, {{false}}, '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
              CASE WHEN n % 10 < 9 THEN 1 + n * 13 % 4990 END, CASE WHEN n % 20000 = 11 THEN 'import' ELSE '' END
            FROM numbers
            """);
        head.Records += rows;
        return plane.SaveChanges();
    }
}
