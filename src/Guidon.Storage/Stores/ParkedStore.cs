using System.Data.Common;
using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Events;

namespace Guidon.Storage.Stores;

/// <summary>Parked events: listed by their key, moved together with the ledger.</summary>
internal sealed class ParkedStore(IStoreWriter writer, IStoreReaders readers, TimeProvider time) : IParkedStore
{
    private const string SelectParked =
        """
        SELECT p.destination_id, p.sequence, p.event_id, p.reason, p.detail, p.mapper_version, p.parked_at, p.may_be_taken,
            e.kind, e.environment_id, e.flag_table_id, e.occurred_at, e.payload
        FROM parked_event p LEFT JOIN event e ON e.sequence = p.sequence
        """;

    // The row values make one range of the primary key; the rest narrows it.
    private const string AfterKey =
        $"""
         WHERE (p.destination_id, p.sequence) > (@afterDestination, @afterSequence)
            AND (@destination IS NULL OR p.destination_id = @destination) AND (@reason IS NULL OR p.reason = @reason)
            AND p.parked_at >= @from AND p.parked_at < @to
            AND (@organisation IS NULL OR p.destination_id IN ({DestinationOwnership.OwnedIds}))
        ORDER BY p.destination_id, p.sequence LIMIT @max
        """;

    private const string OneKey =
        $" WHERE p.destination_id = @destination AND p.sequence = @sequence AND p.destination_id IN ({DestinationOwnership.OwnedIds})";

    private const string ReturnParked =
        """
        INSERT INTO returned_event (destination_id, sequence, replay_id, counted, reason, detail, mapper_version, parked_at, may_be_taken)
        SELECT destination_id, sequence, @replay, 1, reason, detail, mapper_version, parked_at, may_be_taken FROM parked_event
        WHERE destination_id = @destination AND sequence = @sequence
            AND EXISTS (SELECT 1 FROM destination WHERE id = @destination AND deleted_at IS NULL)
        """;

    private const string KeepCancelled =
        """
        INSERT INTO cancelled_event (destination_id, sequence, event_id, parked_reason, reason, cancelled_by, cancelled_at)
        SELECT destination_id, sequence, event_id, reason, @why, @by, @now FROM parked_event
        WHERE destination_id = @destination AND sequence = @sequence
        """;

    private const string CountCancelled = "UPDATE destination_ledger SET cancelled = cancelled + 1 WHERE destination_id = @destination";

    private const string DeleteParked = "DELETE FROM parked_event WHERE destination_id = @destination AND sequence = @sequence";

    public ValueTask<IReadOnlyList<ParkedEntry>> ListAsync(
        ParkedQuery query, ParkedKey after, int entriesMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(entriesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entriesMax, 1_000);
        cancellation.ThrowIfCancellationRequested();
        // Without this the destinations before the wanted one would be walked row by row.
        if (query.DestinationId is { } only && after.DestinationId < only) after = new ParkedKey(only, 0);
        return readers.ReadAsync<IReadOnlyList<ParkedEntry>>(session => Entries(session.Command(SelectParked + AfterKey)
            .With("@afterDestination", after.DestinationId).With("@afterSequence", after.Sequence)
            .With("@destination", query.DestinationId).With("@organisation", query.OrganisationId).With("@reason", query.Reason)
            .With("@from", query.From is { } from ? StoreTime.ToMicroseconds(from) : long.MinValue)
            .With("@to", query.To is { } to ? StoreTime.ToMicroseconds(to) : long.MaxValue)
            .With("@max", entriesMax)));
    }

    public ValueTask<ParkedEntry?> FindAsync(ParkedKey key, int organisationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(session =>
            Entries(Keyed(session, SelectParked + OneKey, key).With("@organisation", organisationId)).SingleOrDefault());
    }

    public async ValueTask<int> RetryAsync(IReadOnlyList<ParkedKey> keys, CancellationToken cancellation) =>
        await writer.RunAsync(session => keys.Count(key => Return(session, key, replayId: 0)), cancellation).ConfigureAwait(false);

    public async ValueTask<int> CancelAsync(
        IReadOnlyList<ParkedKey> keys, string reason, string by, CancellationToken cancellation) =>
        await writer.RunAsync(session => keys.Count(key => Cancel(session, key, reason, by)), cancellation).ConfigureAwait(false);

    /// <summary>Parked becomes pending inside the caller's transaction; the count follows, since both are counted from rows.</summary>
    /// <returns>False when it is not parked, or its destination is gone.</returns>
    internal static bool Return(IStoreSession session, ParkedKey key, int replayId)
    {
        if (Keyed(session, ReturnParked, key).With("@replay", replayId).ExecuteNonQuery() == 0) return false;
        Keyed(session, DeleteParked, key).ExecuteNonQuery();
        return true;
    }

    private bool Cancel(IStoreSession session, ParkedKey key, string reason, string by)
    {
        var kept = Keyed(session, KeepCancelled, key)
            .With("@why", reason).With("@by", by).With("@now", StoreTime.ToMicroseconds(time.GetUtcNow())).ExecuteNonQuery();
        if (kept == 0) return false;
        Keyed(session, DeleteParked, key).ExecuteNonQuery();
        session.Command(CountCancelled).With("@destination", key.DestinationId).ExecuteNonQuery();
        return true;
    }

    private static StoreCommand Keyed(IStoreSession session, string sql, ParkedKey key) =>
        session.Command(sql).With("@destination", key.DestinationId).With("@sequence", key.Sequence);

    private static List<ParkedEntry> Entries(StoreCommand command)
    {
        using var rows = command.ExecuteReader();
        var entries = new List<ParkedEntry>();
        for (var bytes = 0; bytes < EventLogStore.ReadBytesMax && rows.Read();)
        {
            entries.Add(Entry(rows));
            bytes += entries[^1].Logged?.Payload.Length ?? 0;
        }

        return entries;
    }

    private static ParkedEntry Entry(DbDataReader row)
    {
        var sequence = row.GetInt64(1);
        var id = new Guid((byte[])row[2], bigEndian: true);
        var parked = new ParkedEvent
        {
            Sequence = sequence,
            EventId = id,
            Reason = row.GetString(3),
            Detail = row.GetString(4),
            MapperVersion = row.GetInt32(5),
            ParkedAt = StoreTime.FromMicroseconds(row.GetInt64(6)),
            MayBeTaken = row.GetInt64(7) == 1,
        };
        var logged = row.IsDBNull(8) ? null : new LoggedEvent(
            sequence, id, (EventKind)row.GetByte(8), row.GetInt32(9), row.GetInt64(10),
            StoreTime.FromMicroseconds(row.GetInt64(11)), (byte[])row[12]);
        return new ParkedEntry(new ParkedKey(row.GetInt32(0), sequence), parked, logged);
    }
}
