using Guidon.Events;
using Guidon.Events.Retention;
using Microsoft.Data.Sqlite;

namespace Guidon.Storage.Sqlite;

/// <summary>Policies, warnings, decisions and capture gaps on SQLite, and the drops themselves.</summary>
internal sealed class SqliteRetentionStore(SqliteWriter writer, SqliteReaders readers) : IRetentionStore
{
    private const int NoticesMax = 200;

    private const string SelectNotices =
        """
        SELECT n.destination_id, n.days_left, n.noticed_at, n.covers_to, n.events, n.oldest_at
        FROM retention_notice n JOIN destination d ON d.id = n.destination_id JOIN destination_ledger l ON l.destination_id = d.id
        WHERE d.deleted_at IS NULL AND l.cursor < n.covers_to ORDER BY n.id DESC LIMIT @max
        """;

    private const string SelectDecisions =
        """
        SELECT id, destination_id, environment_id, decided_at, retention_days, events, first_sequence, last_sequence, first_at, last_at
        FROM retention_decision WHERE id > @after ORDER BY id LIMIT @max
        """;

    private const string SelectPolicies = "SELECT environment_id, retention_days, capture_mode, trait_rules FROM event_policy";

    private const string UpsertPolicy =
        """
        INSERT INTO event_policy (environment_id, retention_days, capture_mode, trait_rules) VALUES (@environment, @days, @mode, @rules)
        ON CONFLICT (environment_id) DO UPDATE SET
            retention_days = excluded.retention_days, capture_mode = excluded.capture_mode, trait_rules = excluded.trait_rules
        """;

    private const string InsertGap =
        "INSERT INTO capture_gap (first_at, last_at, events, reason) VALUES (@first, @last, @events, @reason)";

    private const string SelectGaps = "SELECT first_at, last_at, events, reason FROM capture_gap ORDER BY id DESC LIMIT @max";

    public ValueTask<IReadOnlyDictionary<int, EventPolicy>> PoliciesAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(static session =>
        {
            var policies = new Dictionary<int, EventPolicy>();
            using var rows = session.Command(SelectPolicies).ExecuteReader();
            while (rows.Read())
            {
                policies[rows.GetInt32(0)] = new EventPolicy
                {
                    RetentionDays = rows.GetInt32(1),
                    Mode = (CaptureMode)rows.GetByte(2),
                    Traits = TraitRulesEncoding.Decode(rows.GetString(3)),
                };
            }

            return (IReadOnlyDictionary<int, EventPolicy>)policies;
        }));
    }

    public async ValueTask SetPolicyAsync(int environmentId, EventPolicy policy, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => session.Command(UpsertPolicy)
                .With("@environment", environmentId).With("@days", policy.RetentionDays)
                .With("@mode", (int)policy.Mode).With("@rules", TraitRulesEncoding.Encode(policy.Traits)).ExecuteNonQuery(),
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<int>> StreamsAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(static session => EventDrops.Streams(session)));
    }

    public async ValueTask<DropStep> DropAsync(
        int stream, long after, DateTimeOffset before, int eventsMax, CancellationToken cancellation)
    {
        var limit = SqliteTime.ToMicroseconds(before);
        // Looked up beside the writer, so that a round that finds nothing costs the intake nothing.
        var (to, hasMore) = readers.Read(session => EventDrops.Find(session, stream, after, limit, eventsMax));
        if (to == after) return new DropStep(0, after, HasMore: false);
        var dropped = await writer.RunAsync(
            session => EventDrops.Drop(session, stream, after, to), cancellation).ConfigureAwait(false);
        return new DropStep(dropped, to, hasMore);
    }

    public ValueTask<IReadOnlyList<PendingDestination>> PendingAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(static session => EventExpiry.Pending(session)));
    }

    public async ValueTask<RetentionNotice?> NoticeAsync(
        int destinationId, int daysLeft, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellation)
    {
        if (readers.ReadAtOnce(session => EventExpiry.NoticeDue(session, destinationId, daysLeft, before, now)) is not { } notice) return null;
        await writer.RunAsync(session => EventExpiry.Keep(session, notice), cancellation).ConfigureAwait(false);
        return notice;
    }

    public async ValueTask<int> ExpireAsync(
        int destinationId, DateTimeOffset before, DateTimeOffset noticedBefore, int retentionDays, DateTimeOffset now, int eventsMax,
        CancellationToken cancellation) =>
        await writer.RunAsync(
            session => EventExpiry.Expire(
                session, destinationId, SqliteTime.ToMicroseconds(before), SqliteTime.ToMicroseconds(noticedBefore), retentionDays,
                SqliteTime.ToMicroseconds(now), eventsMax),
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<RetentionNotice>> NoticesAsync(CancellationToken cancellation) =>
        List(session => session.Command(SelectNotices).With("@max", NoticesMax), EventExpiry.Notice, cancellation);

    public ValueTask<IReadOnlyList<RetentionDecision>> DecisionsAsync(long afterId, int decisionsMax, CancellationToken cancellation) =>
        List(session => session.Command(SelectDecisions).With("@after", afterId).With("@max", decisionsMax), Decision, cancellation);

    public async ValueTask<int> DropFlagTablesAsync(
        IReadOnlyCollection<long> live, DateTimeOffset now, DateTimeOffset markedBefore, CancellationToken cancellation)
    {
        if (!readers.Read(session => FlagTableDrops.AreThere(session, live))) return 0;
        return await writer.RunAsync(
            session => FlagTableDrops.Run(session, live, SqliteTime.ToMicroseconds(now), SqliteTime.ToMicroseconds(markedBefore)),
            cancellation).ConfigureAwait(false);
    }

    public async ValueTask KeepGapAsync(CaptureGap gap, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => session.Command(InsertGap)
                .With("@first", SqliteTime.ToMicroseconds(gap.FirstAt)).With("@last", SqliteTime.ToMicroseconds(gap.LastAt))
                .With("@events", gap.Events).With("@reason", (int)gap.Reason).ExecuteNonQuery(),
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<CaptureGap>> GapsAsync(int gapsMax, CancellationToken cancellation) =>
        List(
            session => session.Command(SelectGaps).With("@max", gapsMax),
            static row => new CaptureGap(Time(row, 0), Time(row, 1), row.GetInt64(2), (IntakeVerdict)row.GetByte(3), Open: false),
            cancellation);

    private ValueTask<IReadOnlyList<T>> List<T>(
        Func<SqliteSession, SqliteCommand> query, Func<SqliteDataReader, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(session =>
        {
            using var rows = query(session).ExecuteReader();
            var list = new List<T>();
            while (rows.Read()) list.Add(read(rows));
            return (IReadOnlyList<T>)list;
        }));
    }

    private static RetentionDecision Decision(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        DestinationId = row.GetInt32(1),
        EnvironmentId = row.GetInt32(2),
        DecidedAt = Time(row, 3),
        RetentionDays = row.GetInt32(4),
        Events = row.GetInt64(5),
        FirstSequence = row.GetInt64(6),
        LastSequence = row.GetInt64(7),
        FirstAt = Time(row, 8),
        LastAt = Time(row, 9),
    };

    private static DateTimeOffset Time(SqliteDataReader row, int column) => SqliteTime.FromMicroseconds(row.GetInt64(column));
}
