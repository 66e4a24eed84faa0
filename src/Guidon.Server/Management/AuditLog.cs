using Guidon.Events.Changes;
using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Audit;

namespace Guidon.Server.Management;

/// <summary>Writes audit records under the caller's name, always in the transaction of what they tell of.</summary>
internal sealed class AuditLog(IControlPlaneStore store, InstallationSecret secret, TimeProvider time)
{
    private readonly AuditChain _chain = new(secret.AuditKey);

    /// <summary>The entry of a change event.</summary>
    internal AuditEntry EntryOf(ChangeEvent change) => new ChangeAudit(_chain).Of(change);

    /// <summary>The name under which an identity stands in records.</summary>
    internal string Pseudonym(string identifier) => _chain.Pseudonym(identifier);

    /// <summary>Reads the whole chain.</summary>
    /// <returns>One line about the first record that is not as it was written; <see langword="null"/> when all are.</returns>
    internal Task<string?> VerifyAsync(CancellationToken cancellation) => store.ReadAsync(_chain.Verify, cancellation);

    /// <summary>Adds records to a transaction of the control plane.</summary>
    internal void Append(ControlPlane plane, Caller caller, IReadOnlyList<AuditEntry> entries, DateTimeOffset now, string source = "") =>
        new AuditTrail(_chain).Append(plane, entries, caller.Name, caller.UserId, now, source);

    /// <summary>Runs another store's writes and records each of them in its own transaction.</summary>
    /// <param name="caller">Who asks for it.</param>
    /// <param name="write">Calls of a store.</param>
    /// <param name="entryOf">What is recorded, from what the write found or made; <see langword="null"/> when nothing was done.</param>
    /// <typeparam name="TWritten">What the write gives inside of its store.</typeparam>
    /// <typeparam name="T">What it gives outside.</typeparam>
    internal Task<T> RecordAsync<TWritten, T>(Caller caller, Func<ValueTask<T>> write, Func<TWritten, AuditEntry?> entryOf) => store.AlongsideAsync<TWritten, T>(
        write,
        (plane, written) =>
        {
            if (entryOf(written) is { } entry) Append(plane, caller, [entry], time.GetUtcNow());
        });
}
