using System.Data.Common;
using System.Globalization;
using Guidon.Events;
using Guidon.Events.Retention;

namespace Guidon.Storage.Stores;

/// <summary>Policies, warnings, decisions and capture gaps, and the drops themselves.</summary>
internal sealed class RetentionStore(IStoreWriter writer, IStoreReaders readers) : IRetentionStore
{
    private const int NoticesMax = 200;

    private readonly OutdatedEvents _outdated = new();

    private const string SelectNotices =
        """
        SELECT n.destination_id, n.days_left, n.noticed_at, n.covers_to, n.events, n.oldest_at
        FROM retention_notice n JOIN destination d ON d.id = n.destination_id JOIN destination_ledger l ON l.destination_id = d.id
        WHERE d.deleted_at IS NULL AND l.cursor < n.covers_to ORDER BY n.id DESC LIMIT @max
        """;

    private const string SelectExpiring =
        """
        SELECT n.destination_id, MIN(n.days_left)
        FROM retention_notice n JOIN destination d ON d.id = n.destination_id JOIN destination_ledger l ON l.destination_id = d.id
        WHERE d.deleted_at IS NULL AND l.cursor < n.covers_to GROUP BY n.destination_id
        """;

    private const string SelectExpired = "SELECT destination_id, SUM(events) FROM retention_decision WHERE decided_at >= @since GROUP BY destination_id";

    private const string SelectDecisions =
        $"""
        SELECT id, destination_id, environment_id, decided_at, retention_days, events, first_sequence, last_sequence, first_at, last_at
        FROM retention_decision WHERE id > @after AND destination_id IN ({DestinationOwnership.OwnedIds}) ORDER BY id LIMIT @max
        """;

    private const string SelectPolicies = "SELECT environment_id, retention_days, capture_mode, trait_rules FROM event_policy";

    private const string SelectDays = "SELECT retention_days FROM event_policy WHERE environment_id = @environment";

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
        return readers.ReadAsync<IReadOnlyDictionary<int, EventPolicy>>(static session =>
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
        });
    }

    public async ValueTask SetPolicyAsync(int environmentId, EventPolicy policy, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                var days = session.Command(SelectDays).With("@environment", environmentId).ExecuteScalar() is { } kept
                    ? Convert.ToInt32(kept, CultureInfo.InvariantCulture)
                    : EventPolicy.Default.RetentionDays;
                if (policy.RetentionDays > days) EventExpiry.Withdraw(session, environmentId);
                return session.Command(UpsertPolicy)
                    .With("@environment", environmentId).With("@days", policy.RetentionDays)
                    .With("@mode", (int)policy.Mode).With("@rules", TraitRulesEncoding.Encode(policy.Traits)).ExecuteNonQuery();
            },
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<int>> StreamsAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<int>>(static session => EventDrops.Streams(session));
    }

    public async ValueTask<DropStep> DropAsync(
        int stream, long after, DateTimeOffset before, int eventsMax, CancellationToken cancellation)
    {
        var limit = StoreTime.ToMicroseconds(before);
        // Looked up beside the writer, so that a round that finds nothing costs the intake nothing.
        var (to, hasMore) = await readers.ReadAsync(session => EventDrops.Find(session, stream, after, limit, eventsMax)).ConfigureAwait(false);
        if (to == after) return new DropStep(0, after, HasMore: false);
        var dropped = await writer.RunAsync(
            session => EventDrops.Drop(session, stream, after, to, _outdated), cancellation).ConfigureAwait(false);
        return new DropStep(dropped, to, hasMore);
    }

    public ValueTask<IReadOnlyList<PendingDestination>> PendingAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<PendingDestination>>(static session => EventExpiry.Pending(session));
    }

    public async ValueTask<RetentionNotice?> NoticeAsync(
        int destinationId, int daysLeft, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellation)
    {
        // Looked up beside the writer first, and decided in its turn: another node may have told meanwhile.
        var due = await readers.ReadAtOnceAsync(session => EventExpiry.NoticeDue(session, destinationId, daysLeft, before, now)).ConfigureAwait(false);
        return due is null
            ? null
            : await writer.RunAsync(session => EventExpiry.NoticeDue(session, destinationId, daysLeft, before, now) is { } notice
                ? EventExpiry.Keep(session, notice)
                : null, cancellation).ConfigureAwait(false);
    }

    public async ValueTask<int> ExpireAsync(
        int destinationId, DateTimeOffset before, DateTimeOffset noticedBefore, int retentionDays, DateTimeOffset now, int eventsMax,
        CancellationToken cancellation) =>
        await writer.RunAsync(
            session => EventExpiry.Expire(
                session, destinationId, StoreTime.ToMicroseconds(before), StoreTime.ToMicroseconds(noticedBefore), retentionDays,
                StoreTime.ToMicroseconds(now), eventsMax),
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<RetentionNotice>> NoticesAsync(CancellationToken cancellation) =>
        List(session => session.Command(SelectNotices).With("@max", NoticesMax), EventExpiry.Notice, cancellation);

    public async ValueTask<IReadOnlyDictionary<int, RetentionOutlook>> OutlookAsync(DateTimeOffset expiredSince, CancellationToken cancellation)
    {
        var expiring = await List(session => session.Command(SelectExpiring), Count, cancellation).ConfigureAwait(false);
        var expired = await List(session => session.Command(SelectExpired).With("@since", StoreTime.ToMicroseconds(expiredSince)), Count, cancellation).ConfigureAwait(false);
        var outlook = expiring.ToDictionary(each => each.Destination, each => new RetentionOutlook((int)each.Count, 0));
        foreach (var (destination, events) in expired) outlook[destination] = new RetentionOutlook(outlook.GetValueOrDefault(destination)?.DaysLeft, events);
        return outlook;
    }

    public ValueTask<IReadOnlyList<RetentionDecision>> DecisionsAsync(int organisationId, long afterId, int decisionsMax, CancellationToken cancellation) =>
        List(session => session.Command(SelectDecisions).With("@organisation", organisationId).With("@after", afterId).With("@max", decisionsMax), Decision, cancellation);

    public async ValueTask<int> DropFlagTablesAsync(
        IReadOnlyCollection<long> live, DateTimeOffset now, DateTimeOffset markedBefore, CancellationToken cancellation)
    {
        if (!await readers.ReadAsync(session => FlagTableDrops.AreThere(session, live)).ConfigureAwait(false)) return 0;
        return await writer.RunAsync(
            session => FlagTableDrops.Run(session, live, StoreTime.ToMicroseconds(now), StoreTime.ToMicroseconds(markedBefore)),
            cancellation).ConfigureAwait(false);
    }

    public async ValueTask KeepGapAsync(CaptureGap gap, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => session.Command(InsertGap)
                .With("@first", StoreTime.ToMicroseconds(gap.FirstAt)).With("@last", StoreTime.ToMicroseconds(gap.LastAt))
                .With("@events", gap.Events).With("@reason", (int)gap.Reason).ExecuteNonQuery(),
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<CaptureGap>> GapsAsync(int gapsMax, CancellationToken cancellation) =>
        List(
            session => session.Command(SelectGaps).With("@max", gapsMax),
            static row => new CaptureGap(Time(row, 0), Time(row, 1), row.GetInt64(2), (IntakeVerdict)row.GetByte(3), Open: false),
            cancellation);

    private ValueTask<IReadOnlyList<T>> List<T>(
        Func<IStoreSession, StoreCommand> query, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<T>>(session =>
        {
            using var rows = query(session).ExecuteReader();
            var list = new List<T>();
            while (rows.Read()) list.Add(read(rows));
            return (IReadOnlyList<T>)list;
        });
    }

    private static RetentionDecision Decision(DbDataReader row) => new()
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

    // Sums are decimals in one engine and integers in the other.
    private static (int Destination, long Count) Count(DbDataReader row) => (row.GetInt32(0), Convert.ToInt64(row.GetValue(1), CultureInfo.InvariantCulture));

    private static DateTimeOffset Time(DbDataReader row, int column) => StoreTime.FromMicroseconds(row.GetInt64(column));
}
