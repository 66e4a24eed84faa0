using System.Security.Cryptography;
using Guidon.Delivery;
using Guidon.Storage.Stores;
using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>
/// Leases in a table. The database's clock says when one ends, this node's steady clock when this node must have stopped, which is earlier.
/// Each time that a lease changes hands its token rises, and who commits for a destination shows the token that it was given.
/// </summary>
internal sealed class PostgresLeases(IStoreWriter writer, TimeProvider time) : IDestinationLeases, IDisposable
{
    private const int LeaseSeconds = 8;

    // A request in flight is cut when the lease lapses here; this long afterwards another node may send.
    private static readonly TimeSpan s_lapse = TimeSpan.FromSeconds(LeaseSeconds - 2);

    private const string Alive =
        """
        INSERT INTO node (id, alive_until) VALUES (@node, clock_timestamp() + @seconds * interval '1 second')
        ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until
        """;

    private const string Bury = "DELETE FROM node WHERE alive_until < clock_timestamp()";

    private const string CountNodes = "SELECT COUNT(*) FROM node";

    private const string GiveUp =
        "UPDATE destination_lease SET held_until = '-infinity' WHERE node_id = @node AND destination_id <> ALL(@wanted) AND held_until > clock_timestamp()";

    private const string Renew =
        """
        UPDATE destination_lease SET held_until = clock_timestamp() + @seconds * interval '1 second'
        WHERE node_id = @node AND held_until > clock_timestamp() RETURNING destination_id, token
        """;

    private const string Take =
        """
        INSERT INTO destination_lease (destination_id, node_id, token, held_until)
        SELECT w.id, @node, 1, clock_timestamp() + @seconds * interval '1 second' FROM unnest(@wanted) AS w (id)
        WHERE NOT EXISTS (SELECT 1 FROM destination_lease l WHERE l.destination_id = w.id AND l.held_until > clock_timestamp())
            AND EXISTS (SELECT 1 FROM destination d WHERE d.id = w.id)
        ORDER BY w.id LIMIT @count
        ON CONFLICT (destination_id) DO UPDATE
            SET node_id = excluded.node_id, token = destination_lease.token + 1, held_until = excluded.held_until
        RETURNING destination_id, token
        """;

    private const string Release = "UPDATE destination_lease SET held_until = '-infinity' WHERE node_id = @node AND destination_id = ANY(@wanted)";

    private const string Show = "SELECT COUNT(*) FROM destination_lease WHERE destination_id = @id AND node_id = @node AND token = @token";

    private readonly string _node = RandomNumberGenerator.GetHexString(32, lowercase: true);   // of this run: a process that starts again is another node
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Held> _held = [];   // under the gate
    private bool _hasJoined;                             // under the gate

    public TimeSpan? RenewEvery { get; } = TimeSpan.FromSeconds(2);

    public async ValueTask<IReadOnlySet<int>> HoldAsync(IReadOnlyCollection<int> wanted, CancellationToken cancellation)
    {
        var (tokens, fair) = await AskAsync(session => Hold(session, wanted), cancellation).ConfigureAwait(false);
        // What is beyond the fair share stays this node's until its pump has ended.
        return tokens.Keys.Order().Take(fair).ToHashSet();
    }

    public async ValueTask RenewAsync(CancellationToken cancellation) => await AskAsync(session => (Renewed(session), 0), cancellation).ConfigureAwait(false);

    public CancellationToken WhileHeld(int destinationId)
    {
        lock (_gate) return _held.TryGetValue(destinationId, out var held) ? held.Lapse.Token : new CancellationToken(canceled: true);
    }

    public async ValueTask ReleaseAsync(IReadOnlyCollection<int> destinationIds, CancellationToken cancellation)
    {
        if (destinationIds.Count == 0) return;
        await _asking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await writer.RunAsync(
                session => With(session.Command(Release).With("@node", _node), destinationIds).ExecuteNonQuery(), cancellation).ConfigureAwait(false);
            Forget(destinationIds);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>The fence of the stores. Before anything was held there is nothing to fence: nobody pumps through this store.</summary>
    internal bool IsOurs(IStoreSession session, int destinationId)
    {
        long token;
        lock (_gate)
        {
            if (!_hasJoined) return true;
            if (!_held.TryGetValue(destinationId, out var held)) return false;
            token = held.Token;
        }

        return session.Command(Show).With("@id", destinationId).With("@node", _node).With("@token", token).ExecuteScalar() is > 0L;
    }

    /// <summary>The pumps have ended before.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var held in _held.Values) held.Lapse.Dispose();
            _held.Clear();
        }

        _asking.Dispose();
    }

    // One after the other: an older answer that is kept after a newer one would forget what the newer one took.
    private async ValueTask<(Dictionary<int, long> Tokens, int Fair)> AskAsync(Func<IStoreSession, (Dictionary<int, long> Tokens, int Fair)> ask, CancellationToken cancellation)
    {
        await _asking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var asked = time.GetTimestamp();
            var answer = await writer.RunAsync(ask, cancellation).ConfigureAwait(false);
            Keep(answer.Tokens, asked);
            return answer;
        }
        finally
        {
            _asking.Release();
        }
    }

    private Dictionary<int, long> Renewed(IStoreSession session)
    {
        session.Command(Alive).With("@node", _node).With("@seconds", LeaseSeconds).ExecuteNonQuery();
        return Read(session.Command(Renew).With("@node", _node).With("@seconds", LeaseSeconds));
    }

    private (Dictionary<int, long> Tokens, int Fair) Hold(IStoreSession session, IReadOnlyCollection<int> wanted)
    {
        var tokens = Renewed(session);
        session.Execute(Bury);
        var nodes = (int)session.Scalar(CountNodes);
        var fair = (wanted.Count + nodes - 1) / nodes;
        With(session.Command(GiveUp).With("@node", _node), wanted).ExecuteNonQuery();
        foreach (var unwanted in tokens.Keys.Except(wanted).ToList()) tokens.Remove(unwanted);
        if (tokens.Count >= fair) return (tokens, fair);
        var take = With(session.Command(Take).With("@node", _node).With("@seconds", LeaseSeconds).With("@count", fair - tokens.Count), wanted);
        foreach (var (id, token) in Read(take)) tokens[id] = token;
        return (tokens, fair);
    }

    private void Keep(Dictionary<int, long> tokens, long asked)
    {
        var left = s_lapse - time.GetElapsedTime(asked);
        Forget(Lost(tokens));
        lock (_gate)
        {
            _hasJoined = true;
            foreach (var (id, token) in tokens)
            {
                if (!_held.TryGetValue(id, out var held)) _held.Add(id, held = new Held(token, new CancellationTokenSource(Timeout.InfiniteTimeSpan, time)));
                held.Lapse.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                // Lapsed a moment before it was renewed: its pump has ended, and the next one needs a token that is not cancelled.
                if (held.Lapse.IsCancellationRequested) _held[id] = held with { Lapse = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time) };
            }
        }
    }

    private List<int> Lost(Dictionary<int, long> tokens)
    {
        lock (_gate) return [.. _held.Where(held => !tokens.TryGetValue(held.Key, out var token) || token != held.Value.Token).Select(held => held.Key)];
    }

    // Cancelled outside of the gate, since pumps end on this thread; and not disposed, since one may still be registering.
    private void Forget(IEnumerable<int> destinationIds)
    {
        var ended = new List<Held>();
        lock (_gate)
        {
            foreach (var id in destinationIds)
            {
                if (_held.Remove(id, out var held)) ended.Add(held);
            }
        }

        foreach (var held in ended) held.Lapse.Cancel();
    }

    private static Dictionary<int, long> Read(StoreCommand command)
    {
        using var rows = command.ExecuteReader();
        var tokens = new Dictionary<int, long>();
        while (rows.Read()) tokens[rows.GetInt32(0)] = rows.GetInt64(1);
        return tokens;
    }

    private static StoreCommand With(StoreCommand command, IReadOnlyCollection<int> wanted)
    {
        var parameters = ((NpgsqlCommand)command.Inner).Parameters;
        long[] ids = [.. wanted.Select(id => (long)id)];
        var position = parameters.IndexOf("@wanted");
        if (position < 0) parameters.Add(new NpgsqlParameter<long[]>("@wanted", ids));
        else ((NpgsqlParameter<long[]>)parameters[position]).TypedValue = ids;
        return command;
    }

    private sealed record Held(long Token, CancellationTokenSource Lapse);
}
