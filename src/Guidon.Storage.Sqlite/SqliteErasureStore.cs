using Guidon.Events;
using Guidon.Events.Changes;
using Microsoft.Data.Sqlite;

namespace Guidon.Storage.Sqlite;

/// <summary>
/// Erasure by overwriting (decision 0081): rows are emptied under <c>secure_delete</c>, which writes zeros over them, the write-ahead
/// log is moved into the file and cut to nothing, and what moved rows left behind is cleared (<see cref="PageGaps"/>).
/// </summary>
internal sealed class SqliteErasureStore(SqliteWriter writer, SqliteReaders readers, SqliteIdentityStore identities, PageGaps gaps, TimeProvider time)
    : IErasureStore
{
    private const int ScanEventsMax = 5_000;
    private const int StepEventsMax = 200;
    private const int StepPages = 4_000;
    private const int CheckpointTries = 50;
    private static readonly TimeSpan s_checkpointPause = TimeSpan.FromMilliseconds(100);

    private const string SelectScanEnd =
        """
        SELECT COALESCE(MAX(sequence), 0) FROM
            (SELECT sequence FROM event WHERE environment_id = @environment AND sequence > @after ORDER BY sequence LIMIT @max)
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
        ON CONFLICT DO UPDATE SET events = events + 1
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

    private const string Empty = "UPDATE event SET kind = 255, payload = x'' WHERE sequence = @sequence";

    // Pumps hold what they have read; a new revision makes them read again.
    private const string Revise = "UPDATE destination SET revision = revision + 1 WHERE environment_id = @environment AND deleted_at IS NULL";

    private const string Checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";

    private const string ForgetPages = "PRAGMA shrink_memory";

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
        foreach (var stream in readers.Read(session => ChangeStreams(session, environmentId)))
        {
            receipt = await EraseAsync(
                stream, receipt, (session, after, to) => Find(Scan(session, SelectOfChanges, stream, after, to).With("@head", change).With("@named", named)),
                cancellation).ConfigureAwait(false);
        }

        // After the events: what a cancelled replay gives back is not theirs any more.
        var traces = new IdentityTraces(environmentId, identifier);
        var events = receipt;
        receipt = await writer.RunAsync(session => traces.Erase(session, events, SqliteTime.ToMicroseconds(time.GetUtcNow())), cancellation).ConfigureAwait(false);
        if (receipt.Marks > events.Marks) await ReviseAsync(environmentId, cancellation).ConfigureAwait(false);
        return receipt with { FilesCleared = await ClearFilesAsync(cancellation).ConfigureAwait(false) };
    }

    private static byte[] HeadOf(string identifier)
    {
        var buffer = new byte[EvaluatedEventEncoding.IdentifierBytesMax(identifier)];
        return buffer[..EvaluatedEventEncoding.WriteIdentifier(identifier, buffer)];
    }

    private async ValueTask<ErasureReceipt> EraseAsync(
        int stream, ErasureReceipt receipt, Func<SqliteSession, long, long, List<long>> find, CancellationToken cancellation)
    {
        var pending = receipt.PendingCancelled;
        long after = 0;
        // Up to the end as it is now: a request that was being answered when the identity went has its event in the log by the time
        // that the scan comes there.
        for (var to = NextTo(stream, after); to > after; to = NextTo(stream, after))
        {
            var (from, end) = (after, to);
            foreach (var step in readers.Read(session => find(session, from, end)).Chunk(StepEventsMax))
            {
                var before = receipt;
                receipt = await writer.RunAsync(session => Erase(session, stream, step, before), cancellation).ConfigureAwait(false);
            }

            after = to;
        }

        if (receipt.PendingCancelled > pending) await ReviseAsync(stream, cancellation).ConfigureAwait(false);
        return receipt;
    }

    private Task<int> ReviseAsync(int stream, CancellationToken cancellation) =>
        writer.RunAsync(session => session.Command(Revise).With("@environment", stream).ExecuteNonQuery(), cancellation);

    private long NextTo(int stream, long after) => readers.Read(session => (long)(session.Command(SelectScanEnd)
        .With("@environment", stream).With("@after", after).With("@max", ScanEventsMax).ExecuteScalar() ?? 0L));

    private static List<int> ChangeStreams(SqliteSession session, int environmentId)
    {
        using var rows = session.Command(SelectOwners).With("@environment", environmentId).ExecuteReader();
        return rows.Read()
            ? [EventStream.OfEnvironmentChanges(environmentId), EventStream.OfProjectChanges(rows.GetInt32(0)), EventStream.OfOrganisationChanges(rows.GetInt32(1))]
            : [];
    }

    private static SqliteCommand Scan(SqliteSession session, string sql, int stream, long after, long to) =>
        session.Command(sql).With("@environment", stream).With("@after", after).With("@to", to);

    private static List<long> Find(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        var found = new List<long>();
        while (rows.Read()) found.Add(rows.GetInt64(0));
        return found;
    }

    private static ErasureReceipt Erase(SqliteSession session, int stream, long[] sequences, ErasureReceipt receipt)
    {
        foreach (var sequence in sequences)
        {
            var pending = (long)(session.Command(CountPending)
                .With("@environment", stream).With("@sequence", sequence).ExecuteScalar() ?? 0L);
            foreach (var count in (string[])[CountReturned, CountReplayed]) session.Command(count).With("@sequence", sequence).ExecuteNonQuery();
            var returned = Returned(session, sequence);
            var attempts = session.Command(EmptyAttempts).With("@sequence", sequence).ExecuteNonQuery();
            session.Command(CountParked).With("@sequence", sequence).ExecuteNonQuery();
            var parked = session.Command(DeleteParked).With("@sequence", sequence).ExecuteNonQuery();
            var emptied = session.Command(Empty).With("@sequence", sequence).ExecuteNonQuery();   // 0 when retention was faster
            receipt = receipt with
            {
                Events = receipt.Events + emptied,
                PendingCancelled = receipt.PendingCancelled + (emptied * (int)pending),
                ParkedCancelled = receipt.ParkedCancelled + parked,
                ReturnedCancelled = receipt.ReturnedCancelled + returned,
                Attempts = receipt.Attempts + attempts,
            };
        }

        return receipt;
    }

    // Those that only their replay counts were settled before; nothing of them is cancelled.
    private static int Returned(SqliteSession session, long sequence)
    {
        using var rows = session.Command(DeleteReturned).With("@sequence", sequence).ExecuteReader();
        var counted = 0;
        while (rows.Read()) counted += rows.GetInt32(0);
        return counted;
    }

    // In steps, so that the intake gets its turns. Pages keep their numbers, and what is written meanwhile holds nothing of the identity.
    private async ValueTask<bool> ClearFilesAsync(CancellationToken cancellation)
    {
        var tries = 0;
        for (long page = 1; ;)
        {
            var from = page;
            var step = await writer.RunAloneAsync(session => Clear(session, from), cancellation).ConfigureAwait(false);
            if (step is null)
            {
                // Readers that began before hold the old log for as long as their statement runs.
                if (++tries == CheckpointTries) return false;
                await Task.Delay(s_checkpointPause, time, cancellation).ConfigureAwait(false);
                continue;
            }

            if (step == false) return true;
            page += StepPages;
        }
    }

    /// <returns><see langword="null"/> when a reader is in the way; false at the end.</returns>
    private bool? Clear(SqliteSession session, long from)
    {
        if (session.Scalar(Checkpoint) != 0) return null;
        var isMore = gaps.Clear(session, from, from + StepPages);
        session.Execute(ForgetPages);
        if (isMore) return true;
        SqliteGuarantee.Touch(session);   // the checkpoint of a change is an fsync of the file, whoever wrote to it
        return session.Scalar(Checkpoint) == 0 ? false : null;
    }
}
