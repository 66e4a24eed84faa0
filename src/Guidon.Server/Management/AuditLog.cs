using System.Collections.Concurrent;
using Guidon.Events;
using Guidon.Events.Changes;
using Guidon.Server.Access;
using Guidon.Server.Management.Audit;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Changes;

namespace Guidon.Server.Management;

/// <summary>Writes audit records under the caller's name, always in the transaction of what they tell of, and tells organisations of them in the same.</summary>
internal sealed class AuditLog : IAsyncDisposable
{
    private readonly IControlPlaneStore _store;
    private readonly TimeProvider _time;
    private readonly EventIdSource _ids;
    private readonly AppendSignal _signal;
    private readonly AuditChain _chain;
    private readonly SharedRun<string?> _verification;

    /// <param name="store">Where records are.</param>
    /// <param name="secret">Has the key of the chain.</param>
    /// <param name="ids">Of the events that tell of records.</param>
    /// <param name="signal">Wakes who delivers them.</param>
    /// <param name="time">All stamps.</param>
    internal AuditLog(IControlPlaneStore store, InstallationSecret secret, EventIdSource ids, AppendSignal signal, TimeProvider time)
    {
        (_store, _ids, _signal, _time, _chain) = (store, ids, signal, time, new AuditChain(secret.AuditKey));
        _verification = new SharedRun<string?>(stopping => store.ReadAsync(plane => _chain.Verify(plane, stopping), stopping));
    }

    /// <summary>False on an edge, whose places and their records are its upstream's.</summary>
    internal bool IsKept { get; init; } = true;

    /// <summary>What the server does by itself.</summary>
    internal OwnRecords Own => new(_store, this, _time);

    /// <summary>The entry of a change event.</summary>
    internal AuditEntry EntryOf(ChangeEvent change) => new ChangeAudit(_chain).Of(change);

    /// <summary>The name under which an identity stands in records.</summary>
    internal string Pseudonym(string identifier) => _chain.Pseudonym(identifier);

    /// <summary>Reads the whole chain, once for all who ask meanwhile.</summary>
    /// <returns>One line about the first record that is not as it was written; <see langword="null"/> when all are.</returns>
    internal Task<string?> VerifyAsync(CancellationToken cancellation) => _verification.JoinAsync(cancellation);

    /// <inheritdoc cref="SharedRun{T}.Stop"/>
    internal void StopVerifying() => _verification.Stop();

    /// <summary>Stops a verification that is on its way.</summary>
    public ValueTask DisposeAsync() => _verification.DisposeAsync();

    /// <summary>Adds records to a transaction of the control plane, and the events that tell of them to its outbox.</summary>
    internal IReadOnlyCollection<int> Append(ControlPlane plane, Caller caller, IReadOnlyList<AuditEntry> entries, DateTimeOffset now, string source = "")
    {
        new AuditTrail(_chain).Append(plane, entries, caller.Name, caller.UserId, now, source);
        return new RecordTeller(plane, _ids, caller.Name, now, source.Length > 0 ? source : null).Tell(entries);
    }

    /// <summary>Runs another store's writes and records each of them in its own transaction.</summary>
    /// <param name="caller">Who asks for it.</param>
    /// <param name="write">Calls of a store.</param>
    /// <param name="entryOf">What is recorded, from what the write found or made; <see langword="null"/> when nothing was done.</param>
    /// <typeparam name="TWritten">What the write gives inside of its store.</typeparam>
    /// <typeparam name="T">What it gives outside.</typeparam>
    internal Task<T> RecordAsync<TWritten, T>(Caller caller, Func<ValueTask<T>> write, Func<TWritten, AuditEntry?> entryOf) =>
        RecordAsync<TWritten, T>(caller, write, (_, written) => entryOf(written));

    /// <summary>As above, for who has to look things up in the same transaction.</summary>
    internal async Task<T> RecordAsync<TWritten, T>(Caller caller, Func<ValueTask<T>> write, Func<ControlPlane, TWritten, AuditEntry?> entryOf)
    {
        var streams = new ConcurrentBag<int>();   // of the writer's thread
        var result = await _store.AlongsideAsync<TWritten, T>(
            write,
            (plane, written) =>
            {
                if (entryOf(plane, written) is not { } entry) return;
                foreach (var stream in Append(plane, caller, [entry], _time.GetUtcNow())) streams.Add(stream);
            });
        foreach (var stream in streams) _signal.Raise(stream);
        return result;
    }
}
