using System.Runtime.InteropServices;
using BitFaster.Caching.Lru;
using Guidon.Events;
using Microsoft.Data.Sqlite;

namespace Guidon.Storage.Sqlite;

// Hot path: Append runs once per event. Bare statements, no LINQ, no allocation per event.

/// <summary>The event log on SQLite.</summary>
internal sealed class SqliteEventLog(SqliteWriter writer, SqliteReaders readers) : IEventLog
{
    private const int FlagTablesMax = 64;   // a table of 1,000 flags takes about 1 MiB in memory

    private const int ReadBytesMax = 8 << 20;   // of payload, so that a reader's memory does not depend on what callers send

    private const string ReserveSequences =
        "UPDATE event_log_head SET last_sequence = last_sequence + @count WHERE id = 1 RETURNING last_sequence";

    private const string InsertEvent =
        """
        INSERT INTO event (sequence, id, kind, environment_id, flag_table_id, occurred_at, payload)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    private const string CountAccepted =
        """
        UPDATE destination_ledger SET accepted = accepted + ?1
        WHERE destination_id IN (SELECT id FROM destination WHERE environment_id = ?2 AND deleted_at IS NULL)
        """;

    private const string SelectEvents =
        """
        SELECT sequence, id, kind, flag_table_id, occurred_at, payload FROM event
        WHERE environment_id = @environment AND sequence > @after ORDER BY sequence LIMIT @max
        """;

    private const string InsertFlagTable = "INSERT INTO flag_table (hash, body) VALUES (@hash, @body) ON CONFLICT (hash) DO NOTHING";
    private const string Revive = "DELETE FROM superseded_flag_table WHERE flag_table_id = @id";
    private const string SelectFlagTableId = "SELECT id FROM flag_table WHERE hash = @hash";
    private const string SelectFlagTable = "SELECT body, hash FROM flag_table WHERE id = @id";

    private readonly Dictionary<int, int> _accepted = [];   // events per environment of one append; only the writer's thread touches it
    private readonly ConcurrentLru<long, FlagTable> _flagTables = new(FlagTablesMax);

    public async ValueTask AppendAsync(ReadOnlyMemory<NewEvent> events, CancellationToken cancellation)
    {
        if (events.IsEmpty) return;
        await StoreAsync(session => Append(session, events.Span), cancellation).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
        int environmentId, long afterSequence, int eventsMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eventsMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(eventsMax, 10_000);
        cancellation.ThrowIfCancellationRequested();
        return new(Load(session => Select(session, environmentId, afterSequence, eventsMax)));
    }

    public async ValueTask<long> KeepFlagTableAsync(FlagTable table, CancellationToken cancellation)
    {
        var body = FlagTableEncoding.Encode(table);
        var hash = FlagTableEncoding.Hash(body);
        return await StoreAsync(
            session =>
            {
                session.Command(InsertFlagTable).With("@hash", hash).With("@body", body).ExecuteNonQuery();
                var id = (long)(session.Command(SelectFlagTableId).With("@hash", hash).ExecuteScalar() ?? 0L);
                // A table that comes back is live again, whatever retention had noted about it.
                session.Command(Revive).With("@id", id).ExecuteNonQuery();
                return id;
            },
            cancellation).ConfigureAwait(false);
    }

    public ValueTask<FlagTable?> FlagTableAsync(long flagTableId, CancellationToken cancellation)
    {
        if (_flagTables.TryGet(flagTableId, out var known)) return new(known);
        cancellation.ThrowIfCancellationRequested();
        var table = Load(session => ReadFlagTable(session, flagTableId));
        if (table is not null) _flagTables.AddOrUpdate(flagTableId, table);
        return new(table);
    }

    private async ValueTask<T> StoreAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellation)
    {
        try
        {
            return await writer.RunAsync(work, cancellation).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            throw new EventLogException(error.Message, error);
        }
    }

    private T Load<T>(Func<SqliteSession, T> read)
    {
        try
        {
            return readers.Read(read);
        }
        catch (StorageException error)
        {
            throw new EventLogException(error.Message, error);
        }
    }

    /// <summary>Inside the caller's transaction, on the writer's thread: what a change tells becomes durable with the change.</summary>
    internal int Append(SqliteSession session, ReadOnlySpan<NewEvent> events)
    {
        var last = (long)(session.Command(ReserveSequences).With("@count", events.Length).ExecuteScalar()
            ?? throw new StorageException("The head of the event log is missing.", null));
        var sequence = last - events.Length;
        _accepted.Clear();   // an append that failed half-way, for example on a full disk, leaves its counts behind
        var insert = session.Statement(InsertEvent);
        Span<byte> id = stackalloc byte[16];
        foreach (ref readonly var added in events)
        {
            added.Id.TryWriteBytes(id, bigEndian: true, out _);
            insert.Bind(1, ++sequence);
            insert.Bind(2, id);
            insert.Bind(3, (long)added.Kind);
            insert.Bind(4, added.EnvironmentId);
            insert.Bind(5, added.FlagTableId);
            insert.Bind(6, SqliteTime.ToMicroseconds(added.OccurredAt));
            insert.Bind(7, added.Payload.Span);
            insert.Run();
            CollectionsMarshal.GetValueRefOrAddDefault(_accepted, added.EnvironmentId, out _)++;
        }

        CountForDestinations(session);
        return events.Length;
    }

    private void CountForDestinations(SqliteSession session)
    {
        var count = session.Statement(CountAccepted);
        foreach (var (environment, events) in _accepted)
        {
            count.Bind(1, events);
            count.Bind(2, environment);
            count.Run();
        }
    }

    private static List<LoggedEvent> Select(SqliteSession session, int environmentId, long afterSequence, int eventsMax)
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
                SqliteTime.FromMicroseconds(rows.GetInt64(4)), payload));
        }

        return events;
    }

    // GetGuid would read the bytes little-endian; ours are in the order of the text.
    private static Guid ReadId(SqliteDataReader rows, int column) => new((byte[])rows[column], bigEndian: true);

    private static FlagTable? ReadFlagTable(SqliteSession session, long flagTableId)
    {
        using var rows = session.Command(SelectFlagTable).With("@id", flagTableId).ExecuteReader();
        if (!rows.Read()) return null;
        var body = (byte[])rows[0];
        // The hash is the content's name: a flipped bit must not become a wrong flag name at a receiver.
        return FlagTableEncoding.Hash(body).AsSpan().SequenceEqual((byte[])rows[1]) ? FlagTableEncoding.Decode(body) : null;
    }
}
