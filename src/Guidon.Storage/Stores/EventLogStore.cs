using System.Data.Common;
using BitFaster.Caching.Lru;
using Guidon.Events;

namespace Guidon.Storage.Stores;

/// <summary>The event log. Appending is the engine's own (<see cref="IEventAppend"/>), reading is the same everywhere.</summary>
internal sealed class EventLogStore(IStoreWriter writer, IStoreReaders readers, IEventAppend append) : IEventLog
{
    /// <summary>Asked inside the transaction that appends alerts, which are the watch's to tell; set it before the first.</summary>
    internal Func<IStoreSession, bool> HasWatch { private get; init; } = static _ => true;

    private const int FlagTablesMax = 64;   // a table of 1,000 flags takes about 1 MiB in memory

    /// <summary>Of payload, so that a reader's memory does not depend on what callers send. A reader of events ends behind the one that exceeds it.</summary>
    internal const int ReadBytesMax = 8 << 20;

    private const string SelectEvents =
        """
        SELECT sequence, id, kind, flag_table_id, occurred_at, payload FROM event
        WHERE environment_id = @environment AND sequence > @after ORDER BY sequence LIMIT @max
        """;

    private const string InsertFlagTable = "INSERT INTO flag_table (hash, body) VALUES (@hash, @body) ON CONFLICT (hash) DO NOTHING";
    private const string Revive = "DELETE FROM superseded_flag_table WHERE flag_table_id = @id";
    private const string SelectFlagTableId = "SELECT id FROM flag_table WHERE hash = @hash";
    private const string SelectFlagTable = "SELECT body, hash FROM flag_table WHERE id = @id";

    private readonly ConcurrentLru<long, FlagTable> _flagTables = new(FlagTablesMax);

    public ValueTask<int> AppendAsync(ReadOnlyMemory<NewEvent> events, CancellationToken cancellation) =>
        events.IsEmpty ? new(0) : StoreAsync(session => IsOthers(session, events.Span) ? 0 : append.Append(session, events.Span), cancellation);

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
        int environmentId, long afterSequence, int eventsMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eventsMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(eventsMax, 10_000);
        cancellation.ThrowIfCancellationRequested();
        return LoadAsync<IReadOnlyList<LoggedEvent>>(session => Select(session, environmentId, afterSequence, eventsMax));
    }

    public async ValueTask<IReadOnlyList<long>> KeepFlagTablesAsync(IReadOnlyList<FlagTable> tables, CancellationToken cancellation)
    {
        List<byte[]> bodies = [.. tables.Select(FlagTableEncoding.Encode)];
        return await StoreAsync<IReadOnlyList<long>>(session => [.. bodies.Select(body => Keep(session, body))], cancellation).ConfigureAwait(false);
    }

    private static long Keep(IStoreSession session, byte[] body)
    {
        var hash = FlagTableEncoding.Hash(body);
        session.Command(InsertFlagTable).With("@hash", hash).With("@body", body).ExecuteNonQuery();
        var id = (long)(session.Command(SelectFlagTableId).With("@hash", hash).ExecuteScalar() ?? 0L);
        // A table that comes back is live again, whatever retention had noted about it.
        session.Command(Revive).With("@id", id).ExecuteNonQuery();
        return id;
    }

    public ValueTask<FlagTable?> FlagTableAsync(long flagTableId, CancellationToken cancellation)
    {
        if (_flagTables.TryGet(flagTableId, out var known)) return new(known);
        cancellation.ThrowIfCancellationRequested();
        return LoadTableAsync(flagTableId);
    }

    // Alerts travel alone.
    private bool IsOthers(IStoreSession session, ReadOnlySpan<NewEvent> events) => events[0].Kind == EventKind.AlertChanged && !HasWatch(session);

    private async ValueTask<FlagTable?> LoadTableAsync(long flagTableId)
    {
        var table = await LoadAsync(session => ReadFlagTable(session, flagTableId)).ConfigureAwait(false);
        if (table is not null) _flagTables.AddOrUpdate(flagTableId, table);
        return table;
    }

    private async ValueTask<T> StoreAsync<T>(Func<IStoreSession, T> work, CancellationToken cancellation)
    {
        try
        {
            return await writer.RunAsync(work, cancellation).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            throw new EventLogException(error.Message, error) { NeverBegan = error.NeverBegan };
        }
    }

    private async ValueTask<T> LoadAsync<T>(Func<IStoreSession, T> read)
    {
        try
        {
            return await readers.ReadAsync(read).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            throw new EventLogException(error.Message, error);
        }
    }

    private static List<LoggedEvent> Select(IStoreSession session, int environmentId, long afterSequence, int eventsMax)
    {
        using var rows = session.Command(SelectEvents)
            .With("@environment", environmentId).With("@after", afterSequence).With("@max", eventsMax).ExecuteReader();
        var events = new List<LoggedEvent>();
        for (var bytes = 0; bytes < ReadBytesMax && rows.Read();)
        {
            var payload = (byte[])rows[5];
            bytes += payload.Length;
            events.Add(new LoggedEvent(
                rows.GetInt64(0), ReadId(rows, 1), (EventKind)rows.GetByte(2), environmentId, rows.GetInt64(3),
                StoreTime.FromMicroseconds(rows.GetInt64(4)), payload));
        }

        return events;
    }

    // GetGuid would read the bytes little-endian; ours are in the order of the text.
    private static Guid ReadId(DbDataReader rows, int column) => new((byte[])rows[column], bigEndian: true);

    private static FlagTable? ReadFlagTable(IStoreSession session, long flagTableId)
    {
        using var rows = session.Command(SelectFlagTable).With("@id", flagTableId).ExecuteReader();
        if (!rows.Read()) return null;
        var body = (byte[])rows[0];
        // The hash is the content's name: a flipped bit must not become a wrong flag name at a receiver.
        return FlagTableEncoding.Hash(body).AsSpan().SequenceEqual((byte[])rows[1]) ? FlagTableEncoding.Decode(body) : null;
    }
}
