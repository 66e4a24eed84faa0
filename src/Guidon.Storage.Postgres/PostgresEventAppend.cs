using Guidon.Events;
using Guidon.Storage.Stores;
using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>
/// Appends to the event log with one statement per group, whatever its size: arrays in, rows out. Sequences come from the head's row, which
/// stays locked until the commit, so they become visible in their order and a reader behind a cursor never skips one.
/// </summary>
internal sealed class PostgresEventAppend : IEventAppend
{
    private const string AppendGroup =
        """
        WITH head AS (
            UPDATE event_log_head SET last_sequence = last_sequence + @count WHERE id = 1 RETURNING last_sequence - @count AS before),
        added AS (
            INSERT INTO event (sequence, id, kind, environment_id, flag_table_id, occurred_at, payload)
            SELECT head.before + e.place, e.id, e.kind, e.stream, e.flag_table, e.occurred, e.payload
            FROM head, unnest(@ids, @kinds, @streams, @tables, @times, @payloads)
                WITH ORDINALITY AS e (id, kind, stream, flag_table, occurred, payload, place)
            RETURNING environment_id),
        counted AS (
            UPDATE destination_ledger l SET accepted = l.accepted + c.events
            FROM (SELECT environment_id, COUNT(*) AS events FROM added GROUP BY environment_id) c
            JOIN destination d ON d.environment_id = c.environment_id AND d.deleted_at IS NULL
            WHERE l.destination_id = d.id)
        SELECT COUNT(*) FROM added
        """;

    public int Append(IStoreSession session, ReadOnlySpan<NewEvent> events)
    {
        var (ids, payloads) = (new byte[events.Length][], new byte[events.Length][]);
        var (kinds, streams) = (new long[events.Length], new long[events.Length]);
        var (tables, times) = (new long[events.Length], new long[events.Length]);
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var added = ref events[at];
            ids[at] = added.Id.ToByteArray(bigEndian: true);
            kinds[at] = (long)added.Kind;
            streams[at] = added.EnvironmentId;
            tables[at] = added.FlagTableId;
            times[at] = StoreTime.ToMicroseconds(added.OccurredAt);
            payloads[at] = added.Payload.ToArray();
        }

        var command = session.Command(AppendGroup).With("@count", events.Length);
        var parameters = ((NpgsqlCommand)command.Inner).Parameters;
        Set(parameters, "@ids", ids);
        Set(parameters, "@kinds", kinds);
        Set(parameters, "@streams", streams);
        Set(parameters, "@tables", tables);
        Set(parameters, "@times", times);
        Set(parameters, "@payloads", payloads);
        if (command.ExecuteScalar() is not long stored || stored != events.Length) throw new StorageException("The head of the event log is missing.", null);
        Set(parameters, "@payloads", Array.Empty<byte[]>());   // a prepared command would hold them until the next group
        return events.Length;
    }

    private static void Set<T>(NpgsqlParameterCollection parameters, string name, T[] values)
    {
        var position = parameters.IndexOf(name);
        if (position < 0) parameters.Add(new NpgsqlParameter<T[]>(name, values));
        else ((NpgsqlParameter<T[]>)parameters[position]).TypedValue = values;
    }
}
