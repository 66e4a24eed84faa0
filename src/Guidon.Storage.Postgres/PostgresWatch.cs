using System.Security.Cryptography;
using System.Text.Json;
using Guidon.Monitoring.Nodes;
using Guidon.Storage.Stores;

namespace Guidon.Storage.Postgres;

/// <summary>
/// The watch in a table, as leases are: its end is the database's clock's, the holder stops a little earlier by its own, and what it writes about
/// alerts shows the token that it was given.
/// </summary>
internal sealed class PostgresWatch(IStoreWriter writer, TimeProvider time) : IWatch
{
    // A look may take as long as the pause, and then some: the writer's turn is waited for.
    private static readonly TimeSpan s_spare = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(2);

    private const string Report =
        """
        INSERT INTO watch_node (id, name, report, started_at, seen_at) VALUES (@node, @name, @report, clock_timestamp(), clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, report = excluded.report, seen_at = excluded.seen_at
        """;

    private const string Bury = "DELETE FROM watch_node WHERE seen_at < clock_timestamp() - interval '1 hour'";

    private const string Take =
        """
        INSERT INTO watch (id, node_id, token, looks, held_until) VALUES (1, @node, 1, 1, clock_timestamp() + @seconds * interval '1 second')
        ON CONFLICT (id) DO UPDATE SET
            token = watch.token + CASE WHEN watch.node_id = @node AND watch.held_until > clock_timestamp() THEN 0 ELSE 1 END,
            looks = watch.looks + 1, node_id = excluded.node_id, held_until = excluded.held_until
        WHERE watch.node_id = @node OR watch.held_until <= clock_timestamp()
        RETURNING token
        """;

    private const string SelectLooks = "SELECT looks FROM watch";

    // Lost: not heard of for two of its own pauses and more. Whoever started later than a lost one was last heard of stands in for it.
    private const string SelectOthers =
        """
        SELECT name, report, seen_at < clock_timestamp() - @seconds * interval '1 second',
            (SELECT COUNT(*) FROM watch_node later WHERE later.started_at > watch_node.seen_at)
        FROM watch_node WHERE id <> @node ORDER BY seen_at DESC
        """;

    private const string Forget = "DELETE FROM watch_node WHERE id = @node";

    private const string GiveUp = "UPDATE watch SET held_until = '-infinity' WHERE node_id = @node";

    private const string Show = "SELECT COUNT(*) FROM watch WHERE node_id = @node AND token = @token AND held_until > clock_timestamp()";

    private readonly string _node = RandomNumberGenerator.GetHexString(32, lowercase: true);   // of this run: a process that starts again is another node
    private readonly Lock _gate = new();
    private long? _token;        // under the gate, as the next; null without the watch
    private long _askedStamp;
    private TimeSpan _length;    // zero before the first look

    public string Share => _node;

    public bool IsHeld
    {
        get
        {
            lock (_gate) return _token is not null && time.GetElapsedTime(_askedStamp) < _length - s_early;
        }
    }

    public async ValueTask<WatchTurn> TakeAsync(NodeReport own, TimeSpan pause, CancellationToken cancellation)
    {
        var (asked, length) = (time.GetTimestamp(), (pause * 2) + s_spare);
        var report = JsonSerializer.SerializeToUtf8Bytes(own, StoresJson.Default.NodeReport);
        var (token, turn) = await writer.RunAsync(session => Turn(session, own.Reading.Name, report, (long)length.TotalSeconds), cancellation).ConfigureAwait(false);
        lock (_gate) (_token, _askedStamp, _length) = (token, asked, length);
        return turn;
    }

    public async ValueTask LeaveAsync(CancellationToken cancellation)
    {
        lock (_gate) _token = null;
        await writer.RunAsync(
            session =>
            {
                session.Command(GiveUp).With("@node", _node).ExecuteNonQuery();
                return session.Command(Forget).With("@node", _node).ExecuteNonQuery();
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>The fence of the store of alerts. Before this node ever looked there is nothing to fence: nobody evaluates through this store.</summary>
    internal bool IsOurs(IStoreSession session)
    {
        long token;
        lock (_gate)
        {
            if (_length == TimeSpan.Zero) return true;
            if (_token is not { } held) return false;
            token = held;
        }

        return session.Command(Show).With("@node", _node).With("@token", token).ExecuteScalar() is > 0L;
    }

    private (long? Token, WatchTurn Turn) Turn(IStoreSession session, string name, byte[] report, long seconds)
    {
        session.Command(Report).With("@node", _node).With("@name", name).With("@report", report).ExecuteNonQuery();
        session.Execute(Bury);
        var token = session.Command(Take).With("@node", _node).With("@seconds", seconds).ExecuteScalar() as long?;
        var (others, lost) = Others(session, seconds);
        return (token, new WatchTurn(token is not null, session.Scalar(SelectLooks), others, lost));
    }

    private (List<NodeReport> Others, List<string> Lost) Others(IStoreSession session, long seconds)
    {
        var (others, lost, replaced) = (new List<NodeReport>(), new List<string>(), 0);
        using var rows = session.Command(SelectOthers).With("@node", _node).With("@seconds", seconds).ExecuteReader();
        while (rows.Read())
        {
            if (!rows.GetBoolean(2))
            {
                if (Read((byte[])rows[1]) is { } report) others.Add(report);
            }
            else if (rows.GetInt64(3) > replaced) replaced++;   // those that were heard of last come first, and each takes one of the stand-ins
            else lost.Add(rows.GetString(0));
        }

        return (others, lost);
    }

    // A node of another version may report in another form; it is not lost for that.
    private static NodeReport? Read(byte[] report)
    {
        try
        {
            return JsonSerializer.Deserialize(report, StoresJson.Default.NodeReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
