using System.Collections.Immutable;
using Guidon.Flags.Documents;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Postgres;
using Guidon.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Load;

/// <summary>Fills the sample project: 4,990 features with a tag each and a segment override on every tenth, 490 segments, 1,000,000 identities.</summary>
internal static class LargeProject
{
    private const int Features = 4_990;   // with the sample project's eight almost as many as there may be
    private const int Segments = 490;
    private const int Identities = 1_000_000;
    private const int PerStep = 499;

    /// <param name="place">The data folder or a connection string.</param>
    internal static async Task FillAsync(string place)
    {
        var isPostgres = place.Contains('=', StringComparison.Ordinal);
        await using IStorage opened = isPostgres ? OpenPostgres(place) : OpenSqlite(place);
        var now = TimeProvider.System.GetUtcNow();
        var plane = opened.ControlPlane;
        var segments = await plane.WriteAsync(context => AddSegments(context, now), CancellationToken.None);
        for (var from = 0; from < Features; from += PerStep) await plane.WriteAsync(context => AddFeatures(context, from, segments, now), CancellationToken.None);
        if (isPostgres) await plane.WriteAsync(context => context.Database.ExecuteSql($"ALTER TABLE identity DISABLE TRIGGER USER"), CancellationToken.None);
        for (var from = 0; from < Identities; from += Identities / 20) await plane.WriteAsync(context => AddIdentities(context, from, from + (Identities / 20), now), CancellationToken.None);
        if (isPostgres) await plane.WriteAsync(context => context.Database.ExecuteSql($"ALTER TABLE identity ENABLE TRIGGER USER"), CancellationToken.None);
        // As the server's autovacuum does within a minute: until then it takes the million for five thousand, and sorts them.
        if (isPostgres) await plane.WriteAsync(context => context.Database.ExecuteSql($"ANALYZE"), CancellationToken.None);
        await plane.WriteAsync(
            context =>
            {
                foreach (var environment in context.Environments.Select(each => each.Id).ToList()) EnvironmentPublisher.Publish(context, environment, now);
                return true;
            },
            CancellationToken.None);
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

    private static int AddIdentities(ControlPlane plane, int from, int to, DateTimeOffset now) => plane.Database.ExecuteSql(
        $"""
        INSERT INTO identity (environment_id, identifier, created_at)
        WITH RECURSIVE numbers (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM numbers WHERE n < {to - 1})
        SELECT 1, 'customer-' || substr(CAST(10000000 + n AS TEXT), 2) || '@example.org' || CASE WHEN n % 20000 = 3 THEN '.few' WHEN n % 100 = 3 THEN '.hundredth' WHEN n >= {Identities * 9L / 10} THEN '.new' ELSE '' END, {now.ToUnixTimeMilliseconds() * 1_000} FROM numbers
        """);
}
