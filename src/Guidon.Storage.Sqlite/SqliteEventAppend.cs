using System.Runtime.InteropServices;
using Guidon.Events;
using Guidon.Storage.Stores;

namespace Guidon.Storage.Sqlite;

// Hot path: Append runs once per event. Bare statements, no LINQ, no allocation per event.

/// <summary>Appends to the event log on SQLite.</summary>
internal sealed class SqliteEventAppend : IEventAppend
{
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

    private readonly Dictionary<int, int> _accepted = [];   // events per environment of one append; only the writer's thread touches it

    public int Append(IStoreSession session, ReadOnlySpan<NewEvent> events) => Append((SqliteSession)session, events);

    private int Append(SqliteSession session, ReadOnlySpan<NewEvent> events)
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
            insert.Bind(6, StoreTime.ToMicroseconds(added.OccurredAt));
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
}
