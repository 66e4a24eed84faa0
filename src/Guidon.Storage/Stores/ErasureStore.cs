using Guidon.Events;
using Guidon.Events.Changes;

namespace Guidon.Storage.Stores;

/// <summary>
/// Erasure by emptying rows (decision 0081), in small transactions. What is then left of them in files is the engine's to clear.
/// </summary>
/// <param name="writer">Where rows are emptied.</param>
/// <param name="readers">Where they are looked for.</param>
/// <param name="identities">Identities with their cache.</param>
/// <param name="clearFiles">Takes the bytes out of the engine's files; false when that could not be done.</param>
/// <param name="time">The clock of what is cancelled.</param>
internal sealed class ErasureStore(
    IStoreWriter writer, IStoreReaders readers, IdentityStore identities, Func<CancellationToken, ValueTask<bool>> clearFiles, TimeProvider time) : IErasureStore
{
    private const int ScanEventsMax = 5_000;
    private const int StepEventsMax = 200;

    private const string SelectScanEnd =
        """
        SELECT COALESCE(MAX(sequence), 0) FROM
            (SELECT sequence FROM event WHERE environment_id = @environment AND sequence > @after ORDER BY sequence LIMIT @max) portion
        """;

    // The identifier stands right after version and bits, behind its length: a look at the first bytes, no decoding.
    private const string SelectOfIdentity =
        """
        SELECT sequence FROM event WHERE environment_id = @environment AND sequence > @after AND sequence <= @to AND kind = 1
            AND substr(payload, 3, @length) = @head
        """;

    // Changes of the identity's overrides, as ChangeEventEncoding writes them; in the streams of project and organisation beside others'.
    private const string SelectOfChanges =
        """
        SELECT sequence FROM event WHERE environment_id = @environment AND sequence > @after AND sequence <= @to AND kind IN (2, 3)
            AND instr(payload, @head) > 0 AND instr(payload, @named) > 0
        """;

    private const string SelectOwners =
        "SELECT e.project_id, p.organisation_id FROM environment e JOIN project p ON p.id = e.project_id WHERE e.id = @environment";

    private const string CountReturned =
        """
        UPDATE destination_ledger SET cancelled = cancelled + 1
        WHERE destination_id IN (SELECT destination_id FROM returned_event WHERE sequence = @sequence AND counted = 1)
        """;

    private const string CountReplayed =
        """
        INSERT INTO replay_outcome (replay_id, outcome, reason, events)
        SELECT replay_id, 'cancelled', 'erased', 1 FROM returned_event WHERE sequence = @sequence AND replay_id > 0
        ON CONFLICT (replay_id, outcome, reason) DO UPDATE SET events = replay_outcome.events + 1
        """;

    private const string DeleteReturned = "DELETE FROM returned_event WHERE sequence = @sequence RETURNING counted";

    private const string EmptyAttempts =
        "UPDATE attempt SET records = '', digest = '', answer = '' WHERE sequence = @sequence AND (records <> '' OR answer <> '')";

    private const string CountParked =
        """
        UPDATE destination_ledger SET cancelled = cancelled + 1
        WHERE destination_id IN (SELECT destination_id FROM parked_event WHERE sequence = @sequence)
        """;

    private const string DeleteParked = "DELETE FROM parked_event WHERE sequence = @sequence";

    private const string CountPending =
        """
        SELECT COUNT(*) FROM destination d JOIN destination_ledger l ON l.destination_id = d.id
        WHERE d.environment_id = @environment AND d.deleted_at IS NULL AND l.cursor < @sequence
        """;

    private const string Empty = "UPDATE event SET kind = 255, payload = @nothing WHERE sequence = @sequence";

    private const string ReviseDestinations = "UPDATE destination SET revision = revision + 1 WHERE environment_id = @environment AND deleted_at IS NULL";

    public async ValueTask<ErasureReceipt> EraseAsync(int environmentId, string identifier, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        var stored = await identities.EraseAsync(environmentId, identifier, cancellation).ConfigureAwait(false);
        var receipt = new ErasureReceipt { Identities = stored is null ? 0 : 1, Traits = stored?.Traits.Count ?? 0 };
        var head = HeadOf(identifier);
        receipt = await EraseAsync(
            environmentId, receipt, (session, after, to) => Find(Scan(session, SelectOfIdentity, environmentId, after, to).With("@length", head.Length).With("@head", head)),
            cancellation).ConfigureAwait(false);
        var (change, named) = (ChangeEventEncoding.TextOf(identifier), ChangeEventEncoding.TextOf(environmentId));
        foreach (var stream in await readers.ReadAsync(session => ChangeStreams(session, environmentId)).ConfigureAwait(false))
        {
            receipt = await EraseAsync(
                stream, receipt, (session, after, to) => Find(Scan(session, SelectOfChanges, stream, after, to).With("@head", change).With("@named", named)),
                cancellation).ConfigureAwait(false);
        }

        // After the events: what a cancelled replay gives back is not theirs any more.
        var traces = new IdentityTraces(environmentId, identifier);
        var events = receipt;
        receipt = await writer.RunAsync(session => EraseTraces(session, environmentId, traces, events), cancellation).ConfigureAwait(false);
        return receipt with { FilesCleared = await clearFiles(cancellation).ConfigureAwait(false) };
    }

    private static byte[] HeadOf(string identifier)
    {
        var buffer = new byte[EvaluatedEventEncoding.IdentifierBytesMax(identifier)];
        return buffer[..EvaluatedEventEncoding.WriteIdentifier(identifier, buffer)];
    }

    private async ValueTask<ErasureReceipt> EraseAsync(
        int stream, ErasureReceipt receipt, Func<IStoreSession, long, long, List<long>> find, CancellationToken cancellation)
    {
        long after = 0;
        // Up to the end as it is now: a request that was being answered when the identity went has its event in the log by the time
        // that the scan comes there.
        for (var to = await NextToAsync(stream, after).ConfigureAwait(false); to > after; to = await NextToAsync(stream, after).ConfigureAwait(false))
        {
            var (from, end) = (after, to);
            var found = await readers.ReadAsync(session => find(session, from, end)).ConfigureAwait(false);
            foreach (var step in found.Chunk(StepEventsMax))
            {
                var before = receipt;
                receipt = await writer.RunAsync(session => Erase(session, stream, step, before), cancellation).ConfigureAwait(false);
            }

            after = to;
        }

        return receipt;
    }

    private ErasureReceipt EraseTraces(IStoreSession session, int environmentId, IdentityTraces traces, ErasureReceipt receipt)
    {
        var erased = traces.Erase(session, receipt, StoreTime.ToMicroseconds(time.GetUtcNow()));
        if (erased.Marks > receipt.Marks) Revise(session, environmentId);
        return erased;
    }

    private ValueTask<long> NextToAsync(int stream, long after) => readers.ReadAsync(session => (long)(session.Command(SelectScanEnd)
        .With("@environment", stream).With("@after", after).With("@max", ScanEventsMax).ExecuteScalar() ?? 0L));

    private static List<int> ChangeStreams(IStoreSession session, int environmentId)
    {
        using var rows = session.Command(SelectOwners).With("@environment", environmentId).ExecuteReader();
        return rows.Read()
            ? [EventStream.OfEnvironmentChanges(environmentId), EventStream.OfProjectChanges(rows.GetInt32(0)), EventStream.OfOrganisationChanges(rows.GetInt32(1))]
            : [];
    }

    private static StoreCommand Scan(IStoreSession session, string sql, int stream, long after, long to) =>
        session.Command(sql).With("@environment", stream).With("@after", after).With("@to", to);

    private static List<long> Find(StoreCommand command)
    {
        using var rows = command.ExecuteReader();
        var found = new List<long>();
        while (rows.Read()) found.Add(rows.GetInt64(0));
        return found;
    }

    private static ErasureReceipt Erase(IStoreSession session, int stream, long[] sequences, ErasureReceipt receipt)
    {
        var isHeld = false;
        foreach (var sequence in sequences)
        {
            var pending = (long)(session.Command(CountPending)
                .With("@environment", stream).With("@sequence", sequence).ExecuteScalar() ?? 0L);
            foreach (var count in (string[])[CountReturned, CountReplayed]) session.Command(count).With("@sequence", sequence).ExecuteNonQuery();
            var (handedOut, returned) = Returned(session, sequence);
            var attempts = session.Command(EmptyAttempts).With("@sequence", sequence).ExecuteNonQuery();
            session.Command(CountParked).With("@sequence", sequence).ExecuteNonQuery();
            var parked = session.Command(DeleteParked).With("@sequence", sequence).ExecuteNonQuery();
            var emptied = session.Command(Empty).With("@nothing", Array.Empty<byte>()).With("@sequence", sequence).ExecuteNonQuery();   // 0 when retention was faster
            isHeld |= pending > 0 || handedOut > 0;
            receipt = receipt with
            {
                Events = receipt.Events + emptied,
                PendingCancelled = receipt.PendingCancelled + (emptied * (int)pending),
                ParkedCancelled = receipt.ParkedCancelled + parked,
                ReturnedCancelled = receipt.ReturnedCancelled + returned,
                Attempts = receipt.Attempts + attempts,
            };
        }

        if (isHeld) Revise(session, stream);
        return receipt;
    }

    // Pumps hold what they have read, and what a replay or a retry by hand handed out; a new revision makes them read again. In the transaction of each step:
    // an erasure that is cut off is begun again, and then finds only what it had not emptied.
    private static void Revise(IStoreSession session, int stream) => session.Command(ReviseDestinations).With("@environment", stream).ExecuteNonQuery();

    // Those that only their replay counts were settled before; nothing of them is cancelled.
    private static (int All, int Counted) Returned(IStoreSession session, long sequence)
    {
        using var rows = session.Command(DeleteReturned).With("@sequence", sequence).ExecuteReader();
        var (all, counted) = (0, 0);
        for (; rows.Read(); all++) counted += rows.GetInt32(0);
        return (all, counted);
    }
}
