using System.Collections.Immutable;
using Guidon.Flags.Documents;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Postgres;
using Guidon.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Load;

/// <summary>
/// Fills the sample project: 4,990 features with a tag each and a segment override on every tenth, 490 segments, 1,000,000 identities of which every
/// thousandth is in a second environment; with <see cref="LoadOptions.IsLarge"/> ten environments, 5,000,000 identities and 10,000,000 audit records.
/// </summary>
/// <param name="isLarge">See there.</param>
internal sealed class LargeProject(bool isLarge)
{
    private const int Features = 4_990;   // with the sample project's eight almost as many as there may be
    private const int Segments = 490;
    private const int PerStep = 499;
    private const int RowsPerStep = 50_000;

    private int Environments => isLarge ? 10 : 2;

    private int Identities => isLarge ? 5_000_000 : 1_000_000;

    /// <param name="place">The data folder or a connection string. What was filled before is left as it is.</param>
    internal async Task FillAsync(string place)
    {
        var isPostgres = place.Contains('=', StringComparison.Ordinal);
        await using IStorage opened = isPostgres ? OpenPostgres(place) : OpenSqlite(place);
        var now = TimeProvider.System.GetUtcNow();
        var plane = opened.ControlPlane;
        if (await plane.ReadAsync(context => context.Segments.Count() > Segments, CancellationToken.None)) return;
        var segments = await plane.WriteAsync(context => AddSegments(context, now), CancellationToken.None);
        await plane.WriteAsync(context => AddEnvironments(context, now), CancellationToken.None);
        for (var from = 0; from < Features; from += PerStep) await plane.WriteAsync(context => AddFeatures(context, from, segments, now), CancellationToken.None);
        List<string> indexes = isPostgres ? await plane.WriteAsync(DropSlowIndexes, CancellationToken.None) : [];
        for (var from = 0; from < Identities; from += RowsPerStep) await plane.WriteAsync(context => AddIdentities(context, from, now), CancellationToken.None);
        for (var from = 0; isLarge && from < AuditRows.Count; from += RowsPerStep) await plane.WriteAsync(context => AuditRows.Add(context, from, RowsPerStep, now), CancellationToken.None);
        foreach (var index in indexes) await plane.WriteAsync(context => Build(context, index), CancellationToken.None);
        await plane.WriteAsync(
            context =>
            {
                foreach (var environment in context.Environments.Select(each => each.Id).ToList()) EnvironmentPublisher.Publish(context, environment, now);
                return true;
            },
            CancellationToken.None);
    }

    // Built at once afterwards: entry by entry five million take a quarter of an hour.
    private static List<string> DropSlowIndexes(ControlPlane plane)
    {
        plane.Database.ExecuteSql($"ALTER TABLE identity DISABLE TRIGGER USER");
        List<string> made = [.. plane.Database.SqlQuery<string>($"SELECT indexdef AS \"Value\" FROM pg_indexes WHERE tablename IN ('identity', 'audit_record') AND indexdef LIKE '%USING gin%'"), "ALTER TABLE identity ENABLE TRIGGER USER"];
        foreach (var name in plane.Database.SqlQuery<string>($"SELECT indexname AS \"Value\" FROM pg_indexes WHERE tablename IN ('identity', 'audit_record') AND indexdef LIKE '%USING gin%'").ToList())
#pragma warning disable EF1002 // The name stands in the database's own catalog.
            plane.Database.ExecuteSqlRaw($"DROP INDEX {name}");
#pragma warning restore EF1002
        return [.. made, "ALTER INDEX identity_pairs ALTER 1 SET STATISTICS 0"];
    }

    private static int Build(ControlPlane plane, string index)
    {
        plane.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        return plane.Database.ExecuteSqlRaw(index);
    }

    private int AddEnvironments(ControlPlane plane, DateTimeOffset now)
    {
        List<ProjectEnvironment> more = [.. Enumerable.Range(2, Environments - 1).Select(at => new ProjectEnvironment
        {
            Uuid = Guid.NewGuid(), ProjectId = 1, Name = $"Environment {at}", ApiKey = $"environment{at:00}ofthebenchmark", CreatedAt = now, UpdatedAt = now,
        })];
        plane.AddRange(more);
        plane.SaveChanges();
        plane.AddRange(from feature in plane.Features.ToList() from environment in more select State(feature, environment.Id, null, now));
        return plane.SaveChanges();
    }

    private static SqliteStorage OpenSqlite(string folder)
    {
        var opening = SqliteStorage.Open(folder, TimeProvider.System, NullLoggerFactory.Instance);
        return opening.Storage ?? throw new LoadException(opening.Error ?? "not opened");
    }

    private static PostgresStorage OpenPostgres(string connection)
    {
        var opening = PostgresStorage.Open(connection, TimeProvider.System, NullLoggerFactory.Instance);
        return opening.Storage ?? throw new LoadException(opening.Error ?? "not opened");
    }

    private static List<int> AddSegments(ControlPlane plane, DateTimeOffset now)
    {
        ImmutableArray<RuleDocument> rules = [new RuleDocument { Type = "ALL", Conditions = [new ConditionDocument { Property = "plan", Operator = "EQUAL", Value = "pro" }] }];
        List<Segment> segments = [.. Enumerable.Range(0, Segments).Select(at => new Segment { Uuid = Guid.NewGuid(), ProjectId = 1, Name = $"segment_{at}", Rules = rules, CreatedAt = now, UpdatedAt = now })];
        plane.AddRange(segments);
        plane.Add(new Tag { Uuid = Guid.NewGuid(), ProjectId = 1, Label = "bench", Color = "#000000", Type = Tag.Plain });
        plane.SaveChanges();
        return segments.ConvertAll(each => each.Id);
    }

    private static int AddFeatures(ControlPlane plane, int from, List<int> segments, DateTimeOffset now)
    {
        var environments = plane.Environments.Where(each => each.ProjectId == 1).Select(each => each.Id).ToList();
        var tag = plane.Tags.Single(each => each.Label == "bench").Id;
        List<Feature> features = [.. Enumerable.Range(from, PerStep).Select(at => new Feature
        {
            Uuid = Guid.NewGuid(), ProjectId = 1, Name = $"flag_{at}", Type = Feature.Standard, CreatedAt = now, ChangedAt = now, Description = $"What number {at} is for", InitialValue = "1",
        })];
        plane.AddRange(features);
        plane.SaveChanges();
        plane.AddRange(features.Select(each => new FeatureTag { FeatureId = each.Id, TagId = tag }));
        plane.AddRange(from feature in features from environment in environments select State(feature, environment, null, now));
        plane.AddRange(features.Where(each => each.Id % 10 == 0).Select(each => State(each, 1, segments[each.Id % segments.Count], now)));
        return features.Count;
    }

    private static FeatureState State(Feature feature, int environment, int? segment, DateTimeOffset now) => new()
    {
        Uuid = Guid.NewGuid(), EnvironmentId = environment, FeatureId = feature.Id, SegmentId = segment, Priority = segment is null ? null : 0,
        Enabled = true, Value = "\"1\"", CreatedAt = now, UpdatedAt = now,
    };

    // Endings of which few have one, every hundredth, and only the newest tenth, so that pairs of every kind are looked for.
    private int AddIdentities(ControlPlane plane, int from, DateTimeOffset now) => plane.Database.ExecuteSql(
        $"""
        INSERT INTO identity (environment_id, identifier, created_at)
        WITH RECURSIVE numbers (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM numbers WHERE n < {from + RowsPerStep - 1})
        SELECT CASE WHEN n % 1000 = 999 THEN 2 ELSE 1 END, 'customer-' || substr(CAST(10000000 + n AS TEXT), 2) || '@example.org'
          || CASE WHEN n % 20000 = 3 THEN '.few' WHEN n % 100 = 3 THEN '.hundredth' WHEN n >= {Identities / 10 * 9} THEN '.new' ELSE '' END, {now.ToUnixTimeMilliseconds() * 1_000}
        FROM numbers
        """);
}
