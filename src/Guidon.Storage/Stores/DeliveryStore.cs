using System.Buffers.Binary;
using Guidon.Delivery;

namespace Guidon.Storage.Stores;

/// <summary>Destinations, cursors, ledgers and parked events.</summary>
internal sealed class DeliveryStore(IStoreWriter writer, IStoreReaders readers, TimeProvider time) : IDeliveryStore
{
    /// <summary>Looked at inside the transaction of what a pump writes; set it before the first.</summary>
    internal Fence Fence { private get; init; } = static (_, _) => true;

    private const string UpdateSettings =
        """
        UPDATE destination SET protected_settings = @settings, updated_at = @now, revision = revision + 1
        WHERE id = @id AND deleted_at IS NULL
        """;

    // What was sent before has the settings of before, whenever the next pump begins.
    private const string EndSalt =
        """
        UPDATE destination_ledger SET earlier_salt = COALESCE(mark_salt, earlier_salt), mark_salt = NULL,
            earlier_to = (SELECT last_sequence FROM event_log_head WHERE id = 1)
        WHERE destination_id = @id
        """;

    private const string ChangeSalt =
        """
        UPDATE destination_ledger SET earlier_salt = COALESCE(mark_salt, earlier_salt), mark_salt = @salt,
            earlier_to = CASE WHEN mark_salt IS NULL THEN earlier_to ELSE (SELECT last_sequence FROM event_log_head WHERE id = 1) END
        WHERE destination_id = @id
        """;

    private const string SelectSalts = "SELECT mark_salt, earlier_salt, earlier_to FROM destination_ledger WHERE destination_id = @id";

    // A pump knows of its own changes; one that a person made is a reason to begin anew.
    private const string UpdateState =
        """
        UPDATE destination SET state = @state, held_reason = @reason, revision = revision + @byPerson
        WHERE id = @id AND deleted_at IS NULL AND (state <> @state OR held_reason IS DISTINCT FROM @reason)
        """;

    private const string AdvanceCursor =
        """
        UPDATE destination_ledger SET cursor = @to,
            delivered = delivered + @delivered, filtered = filtered + @filtered, cancelled = cancelled + @cancelled, doubtful = doubtful + @doubtful
        WHERE destination_id = @id AND cursor = @from
            AND EXISTS (SELECT 1 FROM destination WHERE id = @id AND deleted_at IS NULL)
        """;

    private const string InsertParked =
        """
        INSERT INTO parked_event (destination_id, sequence, event_id, reason, detail, mapper_version, parked_at, may_be_taken)
        VALUES (@id, @sequence, @event, @reason, @detail, @mapper, @parked, @taken)
        """;

    private const string SelectIsErased = "SELECT COUNT(*) FROM event WHERE sequence = @sequence AND kind = 255";

    private const string CountErasedInstead = "UPDATE destination_ledger SET cancelled = cancelled + 1 WHERE destination_id = @id";

    private const string KeepState =
        """
        INSERT INTO delivered_state (destination_id, identity, state) VALUES (@id, @identity, @state)
        ON CONFLICT (destination_id, identity) DO UPDATE SET state = excluded.state
        """;

    private const string DropState = "DELETE FROM delivered_state WHERE destination_id = @id AND identity = @identity";

    private const string SelectState = "SELECT state FROM delivered_state WHERE destination_id = @id AND identity = @identity";

    private const string SelectCursor = "SELECT cursor FROM destination_ledger WHERE destination_id = @id";

    // A ledger that is missing counts as zeros: the destination stays visible, and what it has shows as a residual.
    private const string SelectLedger =
        """
        SELECT COALESCE(l.accepted, 0), COALESCE(l.delivered, 0), COALESCE(l.filtered, 0), COALESCE(l.cancelled, 0),
            COALESCE(l.expired, 0), COALESCE(l.cursor, 0), d.environment_id, d.deleted_at,
            (SELECT COUNT(*) FROM parked_event p WHERE p.destination_id = d.id), COALESCE(l.doubtful, 0)
        FROM destination d LEFT JOIN destination_ledger l ON l.destination_id = d.id
        WHERE d.id = @id
        """;

    private const string CountPending =
        """
        SELECT (SELECT COUNT(*) FROM event WHERE environment_id = @environment AND sequence > @cursor),
            (SELECT COUNT(*) FROM returned_event WHERE destination_id = @id AND counted = 1)
        """;

    // What was erased while it waited is cancelled already, though the cursor has yet to pass it.
    private const string CountErased =
        "SELECT COUNT(*) FROM event WHERE environment_id = @environment AND kind = 255 AND sequence > @cursor";

    private const string SelectOldestPending =
        "SELECT occurred_at FROM event WHERE environment_id = @environment AND sequence > @cursor ORDER BY sequence LIMIT 1";

    public ValueTask<IReadOnlyList<Destination>> DestinationsAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<Destination>>(static session => DestinationRows.All(session));
    }

    public ValueTask<IReadOnlyList<Destination>> DestinationsOfAsync(int organisationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<Destination>>(session =>
            DestinationRows.OfOrganisation(session, organisationId));
    }

    public ValueTask<IReadOnlySet<int>> OwnedAsync(int organisationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlySet<int>>(session =>
        {
            using var rows = session.Command(DestinationOwnership.OwnedIds).With("@organisation", organisationId).ExecuteReader();
            var ids = new HashSet<int>();
            while (rows.Read()) ids.Add(rows.GetInt32(0));
            return ids;
        });
    }

    public async ValueTask<Destination?> CreateAsync(
        string integration, int environmentId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation) =>
        await writer.RunAsync(session => DestinationRows.Create(session, integration, environmentId, protectedSettings, isSingle: true, Now()), cancellation).ConfigureAwait(false);

    public async ValueTask<Destination> CreateAnotherAsync(
        string integration, int environmentId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation) =>
        await writer.RunAsync(session => DestinationRows.Create(session, integration, environmentId, protectedSettings, isSingle: false, Now()), cancellation).ConfigureAwait(false)
        ?? throw new StorageException("A destination vanished.", null);

    public async ValueTask<Destination?> ChangeSettingsAsync(
        int destinationId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                session.Command(UpdateSettings)
                    .With("@id", destinationId).With("@settings", protectedSettings.ToArray()).With("@now", Now()).ExecuteNonQuery();
                session.Command(EndSalt).With("@id", destinationId).ExecuteNonQuery();
                if (DestinationRows.Find(session, destinationId) is not { } destination) return null;
                return destination.IsStoppedByHand ? destination : SetState(session, destination, DestinationState.Active, null, byPerson: 1);
            },
            cancellation).ConfigureAwait(false);

    public async ValueTask<bool> DeleteAsync(int destinationId, CancellationToken cancellation) =>
        await writer.RunAsync(session => DestinationRows.Delete(session, destinationId, Now()), cancellation).ConfigureAwait(false);

    public async ValueTask SetStateAsync(
        Destination destination, DestinationState state, string? heldReason, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => Fence(session, destination.Id)
                && DestinationRows.Find(session, destination.Id) is { IsStoppedByHand: false } before && before.Revision == destination.Revision
                && SetState(session, before, state, heldReason, byPerson: 0) is { } now
                ? (now, before.State)
                : ((Destination, DestinationState)?)null,
            cancellation).ConfigureAwait(false);

    public async ValueTask<Destination?> StopOrResumeAsync(
        int destinationId, DestinationState state, string? heldReason, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => DestinationRows.Find(session, destinationId) is { } destination ? SetState(session, destination, state, heldReason, byPerson: 1) : null,
            cancellation).ConfigureAwait(false);

    public ValueTask<long> CursorAsync(int destinationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // Without its ledger nobody knows where it stands; from the beginning would send everything again.
        return readers.ReadAsync(session => session.Command(SelectCursor).With("@id", destinationId).ExecuteScalar() as long?
            ?? throw new StorageException($"The ledger of destination {destinationId} is missing.", null));
    }

    public async ValueTask<bool> CommitAsync(DeliveryProgress progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(progress.CursorTo, progress.CursorFrom);
        return await writer.RunAsync(session => Fence(session, progress.DestinationId) && Commit(session, progress), cancellation).ConfigureAwait(false);
    }

    public ValueTask<UInt128?> DeliveredStateAsync(int destinationId, UInt128 identity, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(session =>
            session.Command(SelectState).With("@id", destinationId).With("@identity", Bytes(identity)).ExecuteScalar() is byte[] state
                ? BinaryPrimitives.ReadUInt128BigEndian(state)
                : (UInt128?)null);
    }

    public ValueTask<MarkSalts> MarkSaltsAsync(int destinationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(session => Salts(session, destinationId));
    }

    public async ValueTask<MarkSalts> ChangeSaltAsync(int destinationId, ReadOnlyMemory<byte> salt, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                if (Fence(session, destinationId)) session.Command(ChangeSalt).With("@id", destinationId).With("@salt", salt.ToArray()).ExecuteNonQuery();
                return Salts(session, destinationId);
            },
            cancellation).ConfigureAwait(false);

    public ValueTask<LedgerEntry?> LedgerAsync(int destinationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync(session => Ledger(session, destinationId));
    }

    private static bool Commit(IStoreSession session, DeliveryProgress progress)
    {
        var moved = session.Command(AdvanceCursor)
            .With("@id", progress.DestinationId).With("@from", progress.CursorFrom).With("@to", progress.CursorTo)
            .With("@delivered", progress.Delivered).With("@filtered", progress.Filtered).With("@cancelled", progress.Cancelled)
            .With("@doubtful", progress.Doubtful).ExecuteNonQuery();
        if (moved == 0) return false;
        foreach (var parked in progress.Parked)
        {
            // Erased while its request was under way: the receiver's answer may repeat what is to be forgotten.
            if (IsErased(session, parked.Sequence)) session.Command(CountErasedInstead).With("@id", progress.DestinationId).ExecuteNonQuery();
            else Park(session, progress.DestinationId, parked);
        }

        foreach (var mark in progress.Marks.Concat(progress.Overwritten).OrderBy(mark => mark.Sequence).Where(mark => !IsErased(session, mark.Sequence)))
        {
            if (progress.Overwritten.Contains(mark)) ForgetState(session, progress.DestinationId, mark.Identity);
            else Keep(session, progress.DestinationId, mark);
        }

        return true;
    }

    private static void Keep(IStoreSession session, int destinationId, StateMark mark) => session.Command(KeepState)
        .With("@id", destinationId).With("@identity", Bytes(mark.Identity)).With("@state", Bytes(mark.State)).ExecuteNonQuery();

    /// <summary>Nobody knows what the receiver shows of an identity: its next evaluation is told. Inside the caller's transaction.</summary>
    private static void ForgetState(IStoreSession session, int destinationId, UInt128 identity) =>
        session.Command(DropState).With("@id", destinationId).With("@identity", Bytes(identity)).ExecuteNonQuery();

    private static MarkSalts Salts(IStoreSession session, int destinationId)
    {
        using var row = session.Command(SelectSalts).With("@id", destinationId).ExecuteReader();
        return row.Read() ? new MarkSalts(row[0] as byte[], row[1] as byte[], row.GetInt64(2)) : new MarkSalts(null, null, 0);
    }

    private static bool IsErased(IStoreSession session, long sequence) =>
        session.Command(SelectIsErased).With("@sequence", sequence).ExecuteScalar() is > 0L;

    /// <summary>As hashes are stored.</summary>
    internal static byte[] Bytes(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    /// <summary>Inside the caller's transaction.</summary>
    internal static void Park(IStoreSession session, int destinationId, ParkedEvent parked) =>
        session.Command(InsertParked)
            .With("@id", destinationId).With("@sequence", parked.Sequence)
            .With("@event", parked.EventId.ToByteArray(bigEndian: true)).With("@reason", parked.Reason)
            .With("@detail", parked.Detail).With("@mapper", parked.MapperVersion)
            .With("@parked", StoreTime.ToMicroseconds(parked.ParkedAt)).With("@taken", parked.MayBeTaken ? 1 : 0)
            .ExecuteNonQuery();

    /// <summary>As one moment has it; the caller holds the transaction.</summary>
    internal static LedgerEntry? Ledger(IStoreSession session, int destinationId)
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
                Doubtful = row.GetInt64(9),
                Pending = 0,
            };
        }

        return live ? WithPending(session, settled, destinationId, environment, cursor) : settled;
    }

    // Counted from the log and never derived from accepted: a difference is exactly what the residual is there to show.
    private static LedgerEntry WithPending(IStoreSession session, LedgerEntry settled, int destinationId, int environment, long cursor)
    {
        var (live, returned) = Pending(session, destinationId, environment, cursor);
        var pending = live + returned;
        if (pending == 0) return settled;
        var erased = (long)(session.Command(CountErased).With("@environment", environment).With("@cursor", cursor).ExecuteScalar() ?? 0L);
        settled = settled with { Pending = pending - erased, Returned = returned, Cancelled = settled.Cancelled + erased };
        if (pending == erased) return settled;
        var oldest = session.Command(SelectOldestPending).With("@environment", environment).With("@cursor", cursor).ExecuteScalar();
        return settled with { OldestPendingAt = oldest is long at ? StoreTime.FromMicroseconds(at) : null };
    }

    private static (long Live, long Returned) Pending(IStoreSession session, int destinationId, int environment, long cursor)
    {
        using var row = session.Command(CountPending).With("@environment", environment).With("@cursor", cursor).With("@id", destinationId).ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1)) : (0, 0);
    }

    private static Destination? SetState(IStoreSession session, Destination destination, DestinationState state, string? heldReason, int byPerson)
    {
        session.Command(UpdateState)
            .With("@id", destination.Id).With("@state", (int)state).With("@reason", heldReason).With("@byPerson", byPerson).ExecuteNonQuery();
        return DestinationRows.Find(session, destination.Id);
    }

    private long Now() => StoreTime.ToMicroseconds(time.GetUtcNow());
}
