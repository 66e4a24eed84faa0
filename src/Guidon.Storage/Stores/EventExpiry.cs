using System.Data.Common;
using Guidon.Events;
using Guidon.Events.Retention;

namespace Guidon.Storage.Stores;

/// <summary>Warnings before pending events expire, and the expiry itself.</summary>
internal static class EventExpiry
{
    private const string SelectPending =
        """
        SELECT id, environment_id, oldest FROM (
            SELECT d.id, d.environment_id, (
                SELECT e.occurred_at FROM event e WHERE e.environment_id = d.environment_id AND e.sequence > l.cursor
                ORDER BY e.sequence LIMIT 1) AS oldest
            FROM destination d JOIN destination_ledger l ON l.destination_id = d.id
            WHERE d.deleted_at IS NULL) pending
        WHERE oldest IS NOT NULL
        """;

    private const string SelectCursor =
        """
        SELECT d.environment_id, l.cursor FROM destination d JOIN destination_ledger l ON l.destination_id = d.id
        WHERE d.id = @id AND d.deleted_at IS NULL
        """;

    private const string SelectLastNotice =
        "SELECT MAX(noticed_at), MAX(covers_to) FROM retention_notice WHERE destination_id = @id AND days_left = @days";

    private const string SelectFirstYoung =
        """
        SELECT sequence FROM event WHERE environment_id = @environment AND sequence > @cursor AND occurred_at >= @before
        ORDER BY sequence LIMIT 1
        """;

    private const string SelectSpan =
        """
        SELECT COUNT(*), MAX(sequence), MIN(occurred_at) FROM event
        WHERE environment_id = @environment AND sequence > @cursor AND sequence < @until
        """;

    private const string InsertNotice =
        """
        INSERT INTO retention_notice (destination_id, days_left, noticed_at, covers_to, events, oldest_at)
        VALUES (@id, @days, @noticed, @covers, @events, @oldest)
        """;

    private const string SelectNoticed =
        "SELECT COALESCE(MAX(covers_to), 0) FROM retention_notice WHERE destination_id = @id AND days_left = 1 AND noticed_at <= @before";

    private const string DeleteOpenNotices =
        """
        DELETE FROM retention_notice WHERE EXISTS (
            SELECT 1 FROM destination d JOIN destination_ledger l ON l.destination_id = d.id
            WHERE d.id = retention_notice.destination_id AND d.environment_id IN (@environment, @changes) AND l.cursor < retention_notice.covers_to)
        """;

    private const string SelectExpiring =
        """
        SELECT sequence, occurred_at, kind FROM event
        WHERE environment_id = @environment AND sequence > @cursor AND sequence <= @to ORDER BY sequence LIMIT @max
        """;

    private const string CountExpired =
        """
        UPDATE destination_ledger SET cursor = @to, expired = expired + @expired, cancelled = cancelled + @erased
        WHERE destination_id = @id AND cursor = @cursor
        """;

    private const string UpsertDecision =
        """
        INSERT INTO retention_decision
            (destination_id, environment_id, decided_at, retention_days, events, first_sequence, last_sequence, first_at, last_at)
        VALUES (@id, @environment, @now, @days, @expired, @firstSequence, @to, @firstAt, @lastAt)
        ON CONFLICT (destination_id, decided_at) DO UPDATE SET
            events = retention_decision.events + excluded.events, last_sequence = excluded.last_sequence, last_at = excluded.last_at
        """;

    internal static IReadOnlyList<PendingDestination> Pending(IStoreSession session)
    {
        using var rows = session.Command(SelectPending).ExecuteReader();
        var pending = new List<PendingDestination>();
        while (rows.Read()) pending.Add(new PendingDestination(rows.GetInt32(0), rows.GetInt32(1), Time(rows, 2)));
        return pending;
    }

    internal static RetentionNotice? NoticeDue(IStoreSession session, int destinationId, int daysLeft, DateTimeOffset before, DateTimeOffset now)
    {
        if (Cursor(session, destinationId) is not var (environment, cursor)) return null;
        var (lastAt, coveredTo) = LastNotice(session, destinationId, daysLeft);
        if (lastAt > StoreTime.ToMicroseconds(now.AddDays(-1)) && coveredTo > cursor) return null;
        var until = session.Command(SelectFirstYoung)
            .With("@environment", environment).With("@cursor", cursor).With("@before", StoreTime.ToMicroseconds(before))
            .ExecuteScalar() as long? ?? long.MaxValue;
        using var span = session.Command(SelectSpan)
            .With("@environment", environment).With("@cursor", cursor).With("@until", until).ExecuteReader();
        return span.Read() && span.GetInt64(0) > 0 && span.GetInt64(1) > coveredTo
            ? new RetentionNotice(destinationId, daysLeft, now, span.GetInt64(1), span.GetInt64(0), Time(span, 2))
            : null;
    }

    /// <summary>Retention became longer: what was said of an environment's waiting events does not hold any more, and is said anew in time.</summary>
    internal static void Withdraw(IStoreSession session, int environmentId) => session.Command(DeleteOpenNotices)
        .With("@environment", environmentId).With("@changes", EventStream.OfEnvironmentChanges(environmentId)).ExecuteNonQuery();

    internal static RetentionNotice Keep(IStoreSession session, RetentionNotice notice)
    {
        session.Command(InsertNotice)
            .With("@id", notice.DestinationId).With("@days", notice.DaysLeft).With("@noticed", StoreTime.ToMicroseconds(notice.NoticedAt))
            .With("@covers", notice.CoversTo).With("@events", notice.Events).With("@oldest", StoreTime.ToMicroseconds(notice.OldestAt))
            .ExecuteNonQuery();
        return notice;
    }

    internal static RetentionNotice Notice(DbDataReader row) =>
        new(row.GetInt32(0), row.GetInt32(1), Time(row, 2), row.GetInt64(3), row.GetInt64(4), Time(row, 5));

    /// <returns>How many events the step settled, erased ones included; 0 at the end.</returns>
    internal static int Expire(
        IStoreSession session, int destinationId, long before, long noticedBefore, int retentionDays, long now, int eventsMax)
    {
        if (Cursor(session, destinationId) is not var (environment, cursor)) return 0;
        var noticed = (long)(session.Command(SelectNoticed).With("@id", destinationId).With("@before", noticedBefore).ExecuteScalar() ?? 0L);
        if (Expiring(session, environment, cursor, noticed, before, eventsMax) is not { } span) return 0;
        session.Command(CountExpired)
            .With("@id", destinationId).With("@cursor", cursor).With("@to", span.LastSequence)
            .With("@expired", span.Events - span.Erased).With("@erased", span.Erased).ExecuteNonQuery();
        session.Command(UpsertDecision)
            .With("@id", destinationId).With("@environment", environment).With("@now", now).With("@days", retentionDays)
            .With("@expired", span.Events - span.Erased).With("@firstSequence", span.FirstSequence).With("@to", span.LastSequence)
            .With("@firstAt", span.FirstAt).With("@lastAt", span.LastAt).ExecuteNonQuery();
        return span.Events;
    }

    private static ExpiringSpan? Expiring(IStoreSession session, int environment, long cursor, long to, long before, int eventsMax)
    {
        using var rows = session.Command(SelectExpiring)
            .With("@environment", environment).With("@cursor", cursor).With("@to", to).With("@max", eventsMax).ExecuteReader();
        ExpiringSpan? span = null;
        while (rows.Read() && rows.GetInt64(1) < before)
        {
            span = (span ?? new ExpiringSpan(0, 0, rows.GetInt64(0), 0, rows.GetInt64(1), 0))
                .With(rows.GetInt64(0), rows.GetInt64(1), (EventKind)rows.GetByte(2) == EventKind.Erased);
        }

        return span;
    }

    private static (int Environment, long Cursor)? Cursor(IStoreSession session, int destinationId)
    {
        using var row = session.Command(SelectCursor).With("@id", destinationId).ExecuteReader();
        return row.Read() ? (row.GetInt32(0), row.GetInt64(1)) : null;
    }

    private static (long At, long CoversTo) LastNotice(IStoreSession session, int destinationId, int daysLeft)
    {
        using var row = session.Command(SelectLastNotice).With("@id", destinationId).With("@days", daysLeft).ExecuteReader();
        return row.Read() && !row.IsDBNull(0) ? (row.GetInt64(0), row.GetInt64(1)) : (0, 0);
    }

    private static DateTimeOffset Time(DbDataReader row, int column) => StoreTime.FromMicroseconds(row.GetInt64(column));
}
