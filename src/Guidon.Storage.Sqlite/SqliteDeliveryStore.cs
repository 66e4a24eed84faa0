using Guidon.Delivery;
using Microsoft.Data.Sqlite;

namespace Guidon.Storage.Sqlite;

/// <summary>Destinations, cursors, ledgers and parked events on SQLite.</summary>
internal sealed class SqliteDeliveryStore(SqliteWriter writer, SqliteReaders readers, TimeProvider time) : IDeliveryStore
{
    private const string SelectDestinations =
        """
        SELECT d.id, d.integration, d.environment_id, e.api_key, d.protected_settings, d.state, d.held_reason, d.created_at, d.revision
        FROM destination d JOIN environment e ON e.id = d.environment_id
        WHERE d.deleted_at IS NULL
        """;

    private const string InsertDestination =
        """
        INSERT INTO destination (integration, environment_id, protected_settings, state, created_at, revision)
        VALUES (@integration, @environment, @settings, @state, @now, 1)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string InsertLedger =
        """
        INSERT INTO destination_ledger (destination_id, cursor, accepted, delivered, filtered, cancelled, expired)
        SELECT @id, last_sequence, 0, 0, 0, 0, 0 FROM event_log_head
        """;

    private const string UpdateSettings =
        """
        UPDATE destination SET protected_settings = @settings, revision = revision + 1, held_reason = NULL,
            state = CASE state WHEN @held THEN @active ELSE state END
        WHERE id = @id AND deleted_at IS NULL
        """;

    private const string UpdateState =
        """
        UPDATE destination SET state = @state, held_reason = @reason, revision = revision + 1
        WHERE id = @id AND deleted_at IS NULL AND (state <> @state OR held_reason IS NOT @reason)
        """;

    private const string MarkDeleted =
        "UPDATE destination SET deleted_at = @now, revision = revision + 1 WHERE id = @id AND deleted_at IS NULL";

    private const string CancelPending =
        """
        UPDATE destination_ledger SET
            cancelled = cancelled + (
                SELECT COUNT(*) FROM event
                WHERE environment_id = (SELECT environment_id FROM destination WHERE id = @id) AND sequence > cursor),
            cursor = (SELECT last_sequence FROM event_log_head)
        WHERE destination_id = @id
        """;

    private const string AdvanceCursor =
        """
        UPDATE destination_ledger SET cursor = @to,
            delivered = delivered + @delivered, filtered = filtered + @filtered, cancelled = cancelled + @cancelled
        WHERE destination_id = @id AND cursor = @from
            AND EXISTS (SELECT 1 FROM destination WHERE id = @id AND deleted_at IS NULL)
        """;

    private const string InsertParked =
        """
        INSERT INTO parked_event (destination_id, sequence, event_id, reason, detail, mapper_version, parked_at)
        VALUES (@id, @sequence, @event, @reason, @detail, @mapper, @parked)
        """;

    private const string SelectIsErased = "SELECT COUNT(*) FROM event WHERE sequence = @sequence AND kind = 255";

    private const string CountErasedInstead = "UPDATE destination_ledger SET cancelled = cancelled + 1 WHERE destination_id = @id";

    private const string SelectCursor = "SELECT cursor FROM destination_ledger WHERE destination_id = @id";

    private const string SelectLedger =
        """
        SELECT l.accepted, l.delivered, l.filtered, l.cancelled, l.expired, l.cursor, d.environment_id, d.deleted_at,
            (SELECT COUNT(*) FROM parked_event p WHERE p.destination_id = l.destination_id)
        FROM destination_ledger l JOIN destination d ON d.id = l.destination_id
        WHERE l.destination_id = @id
        """;

    private const string CountPending = "SELECT COUNT(*) FROM event WHERE environment_id = @environment AND sequence > @cursor";

    // What was erased while it waited is cancelled already, though the cursor has yet to pass it.
    private const string CountErased =
        "SELECT COUNT(*) FROM event WHERE environment_id = @environment AND kind = 255 AND sequence > @cursor";

    private const string SelectOldestPending =
        "SELECT occurred_at FROM event WHERE environment_id = @environment AND sequence > @cursor ORDER BY sequence LIMIT 1";

    public ValueTask<IReadOnlyList<Destination>> DestinationsAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(static session => Destinations(session.Command(SelectDestinations + " ORDER BY d.id"))));
    }

    public async ValueTask<Destination?> CreateAsync(
        string integration, int environmentId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                var id = session.Command(InsertDestination)
                    .With("@integration", integration).With("@environment", environmentId)
                    .With("@settings", protectedSettings.ToArray()).With("@state", (int)DestinationState.Active).With("@now", Now())
                    .ExecuteScalar();
                if (id is null) return null;
                session.Command(InsertLedger).With("@id", id).ExecuteNonQuery();
                return Find(session, (int)(long)id);
            },
            cancellation).ConfigureAwait(false);

    public async ValueTask<Destination?> ChangeSettingsAsync(
        int destinationId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                session.Command(UpdateSettings)
                    .With("@id", destinationId).With("@settings", protectedSettings.ToArray())
                    .With("@held", (int)DestinationState.Held).With("@active", (int)DestinationState.Active)
                    .ExecuteNonQuery();
                return Find(session, destinationId);
            },
            cancellation).ConfigureAwait(false);

    public async ValueTask<bool> DeleteAsync(int destinationId, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                if (session.Command(MarkDeleted).With("@id", destinationId).With("@now", Now()).ExecuteNonQuery() == 0) return false;
                session.Command(CancelPending).With("@id", destinationId).ExecuteNonQuery();
                return true;
            },
            cancellation).ConfigureAwait(false);

    public async ValueTask SetStateAsync(
        int destinationId, DestinationState state, string? heldReason, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => session.Command(UpdateState)
                .With("@id", destinationId).With("@state", (int)state).With("@reason", heldReason).ExecuteNonQuery(),
            cancellation).ConfigureAwait(false);

    public ValueTask<long> CursorAsync(int destinationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(session => session.Command(SelectCursor).With("@id", destinationId).ExecuteScalar() as long? ?? 0));
    }

    public async ValueTask<bool> CommitAsync(DeliveryProgress progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(progress.CursorTo, progress.CursorFrom);
        return await writer.RunAsync(session => Commit(session, progress), cancellation).ConfigureAwait(false);
    }

    public ValueTask<LedgerEntry?> LedgerAsync(int destinationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.ReadAtOnce(session => Ledger(session, destinationId)));
    }

    private static bool Commit(SqliteSession session, DeliveryProgress progress)
    {
        var moved = session.Command(AdvanceCursor)
            .With("@id", progress.DestinationId).With("@from", progress.CursorFrom).With("@to", progress.CursorTo)
            .With("@delivered", progress.Delivered).With("@filtered", progress.Filtered).With("@cancelled", progress.Cancelled)
            .ExecuteNonQuery();
        if (moved == 0) return false;
        foreach (var parked in progress.Parked)
        {
            // Erased while its request was under way: the receiver's answer may repeat what is to be forgotten.
            if (session.Command(SelectIsErased).With("@sequence", parked.Sequence).ExecuteScalar() is > 0L)
            {
                session.Command(CountErasedInstead).With("@id", progress.DestinationId).ExecuteNonQuery();
                continue;
            }

            session.Command(InsertParked)
                .With("@id", progress.DestinationId).With("@sequence", parked.Sequence)
                .With("@event", parked.EventId.ToByteArray(bigEndian: true)).With("@reason", parked.Reason)
                .With("@detail", parked.Detail).With("@mapper", parked.MapperVersion)
                .With("@parked", SqliteTime.ToMicroseconds(parked.ParkedAt))
                .ExecuteNonQuery();
        }

        return true;
    }

    private static LedgerEntry? Ledger(SqliteSession session, int destinationId)
    {
        long cursor;
        int environment;
        bool live;
        LedgerEntry settled;
        using (var row = session.Command(SelectLedger).With("@id", destinationId).ExecuteReader())
        {
            if (!row.Read()) return null;
            (cursor, environment, live) = (row.GetInt64(5), row.GetInt32(6), row.IsDBNull(7));
            settled = new LedgerEntry
            {
                Accepted = row.GetInt64(0),
                Delivered = row.GetInt64(1),
                Filtered = row.GetInt64(2),
                Cancelled = row.GetInt64(3),
                Expired = row.GetInt64(4),
                Parked = row.GetInt64(8),
                Pending = 0,
            };
        }

        return live ? WithPending(session, settled, environment, cursor) : settled;
    }

    // Counted from the log and never derived from accepted: a difference is exactly what the residual is there to show.
    private static LedgerEntry WithPending(SqliteSession session, LedgerEntry settled, int environment, long cursor)
    {
        var pending = (long)(session.Command(CountPending).With("@environment", environment).With("@cursor", cursor).ExecuteScalar() ?? 0L);
        if (pending == 0) return settled;
        var erased = (long)(session.Command(CountErased).With("@environment", environment).With("@cursor", cursor).ExecuteScalar() ?? 0L);
        settled = settled with { Pending = pending - erased, Cancelled = settled.Cancelled + erased };
        if (pending == erased) return settled;
        var oldest = session.Command(SelectOldestPending).With("@environment", environment).With("@cursor", cursor).ExecuteScalar();
        return settled with { OldestPendingAt = oldest is long at ? SqliteTime.FromMicroseconds(at) : null };
    }

    private static Destination? Find(SqliteSession session, int destinationId) =>
        Destinations(session.Command(SelectDestinations + " AND d.id = @id").With("@id", destinationId)).SingleOrDefault();

    private static List<Destination> Destinations(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        var destinations = new List<Destination>();
        while (rows.Read())
        {
            destinations.Add(new Destination
            {
                Id = rows.GetInt32(0),
                Integration = rows.GetString(1),
                EnvironmentId = rows.GetInt32(2),
                EnvironmentKey = rows.GetString(3),
                ProtectedSettings = (byte[])rows[4],
                State = (DestinationState)rows.GetByte(5),
                HeldReason = rows.IsDBNull(6) ? null : rows.GetString(6),
                CreatedAt = SqliteTime.FromMicroseconds(rows.GetInt64(7)),
                Revision = rows.GetInt64(8),
            });
        }

        return destinations;
    }

    private long Now() => SqliteTime.ToMicroseconds(time.GetUtcNow());
}
