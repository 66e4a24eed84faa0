using System.Data.Common;
using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;

namespace Guidon.Storage.Stores;

/// <summary>Replays. Progress and outcomes are one transaction, so a crash neither forgets nor doubles a count.</summary>
internal sealed class ReplayStore(IStoreWriter writer, IStoreReaders readers, TimeProvider time) : IReplayStore
{
    /// <summary>Looked at inside the transaction that settles; set it before the first.</summary>
    internal Fence Fence { private get; init; } = static (_, _) => true;

    private static readonly TimeSpan s_sameRequest = TimeSpan.FromHours(24);

    private const string SelectReplays =
        """
        SELECT r.id, r.request, r.state, r.cursor, r.until, r.examined, r.taken, r.created_at, r.created_by, r.finished_at,
            (SELECT COUNT(*) FROM returned_event e WHERE e.replay_id = r.id), r.moved_at
        FROM replay r
        """;

    private const string OfOrganisation = $" WHERE r.destination_id IN ({DestinationOwnership.OwnedIds}) ORDER BY r.id DESC LIMIT 200";

    private const string SelectEnded = "SELECT id FROM replay WHERE finished_at >= @since ORDER BY id";

    private const string SelectSame = "SELECT id FROM replay WHERE request_hash = @hash AND created_at > @since ORDER BY id DESC LIMIT 1";

    private const string SelectUntil =
        """
        SELECT l.cursor FROM destination d JOIN destination_ledger l ON l.destination_id = d.id
        WHERE d.id = @destination AND d.deleted_at IS NULL
        """;

    private const string InsertReplay =
        """
        INSERT INTO replay (destination_id, request_hash, request, state, cursor, until, examined, taken, created_at, created_by, moved_at)
        VALUES (@destination, @hash, @request, 0, 0, @until, 0, 0, @now, @by, @now) RETURNING id
        """;

    private const string SelectOutcomes = "SELECT outcome, reason, events FROM replay_outcome WHERE replay_id = @replay ORDER BY outcome, reason";

    private const string UpdateState =
        """
        UPDATE replay SET state = @state, moved_at = @now, finished_at = CASE @state WHEN 2 THEN @now ELSE NULL END WHERE id = @replay AND state IN (0, 1)
        """;

    private const string MoveCursor =
        """
        UPDATE replay SET cursor = @to, examined = examined + @examined, moved_at = @now WHERE id = @replay AND cursor = @from AND state = 0
        RETURNING destination_id
        """;

    private const string NoteSettled = "UPDATE replay SET moved_at = @now WHERE id = @replay";

    private const string CountTaken = "UPDATE replay SET taken = taken + @taken WHERE id = @replay";

    // Settled before: on its way once more, and counted by the replay alone.
    private const string ReturnSettled =
        """
        INSERT INTO returned_event (destination_id, sequence, replay_id, counted, reason, detail, mapper_version, parked_at)
        SELECT @destination, sequence, @replay, 0, '', '', 0, 0 FROM event WHERE sequence = @sequence AND kind <> 255
        """;

    private const string FinishAll =
        """
        UPDATE replay SET state = 3, finished_at = @now WHERE state = 0 AND cursor >= until
            AND NOT EXISTS (SELECT 1 FROM returned_event e WHERE e.replay_id = replay.id)
        """;

    private const string InsertSpan =
        """
        INSERT INTO mapper_span (destination_id, after_sequence, mapper_version)
        SELECT @destination, cursor, @version FROM destination_ledger WHERE destination_id = @destination AND @version IS DISTINCT FROM (
            SELECT mapper_version FROM mapper_span WHERE destination_id = @destination ORDER BY after_sequence DESC LIMIT 1)
        ON CONFLICT (destination_id, after_sequence) DO UPDATE SET mapper_version = excluded.mapper_version
        """;

    public async ValueTask<(Replay Replay, bool IsNew)?> CreateAsync(ReplayRequest request, string by, CancellationToken cancellation) =>
        await writer.RunAsync<(Replay, bool)?>(
            session =>
            {
                var now = time.GetUtcNow();
                var hash = request.Hash();
                var same = session.Command(SelectSame)
                    .With("@hash", hash).With("@since", StoreTime.ToMicroseconds(now - s_sameRequest)).ExecuteScalar();
                if (same is long known) return (Find(session, (int)known) ?? throw new StorageException("A replay vanished.", null), false);
                if (session.Command(SelectUntil).With("@destination", request.DestinationId).ExecuteScalar() is not long until) return null;
                var id = (long)(session.Command(InsertReplay)
                    .With("@destination", request.DestinationId).With("@hash", hash).With("@request", request.ToJson())
                    .With("@until", until).With("@now", StoreTime.ToMicroseconds(now)).With("@by", by).ExecuteScalar() ?? 0L);
                return (Find(session, (int)id) ?? throw new StorageException("A replay vanished.", null), true);
            },
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<Replay>> OpenAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync<IReadOnlyList<Replay>>(static session => Replays(session, session.Command(SelectReplays + " WHERE r.state IN (0, 1) ORDER BY r.id")));
    }

    public ValueTask<IReadOnlyList<int>> EndedAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<int>>(session =>
        {
            using var rows = session.Command(SelectEnded).With("@since", StoreTime.ToMicroseconds(since)).ExecuteReader();
            var ids = new List<int>();
            while (rows.Read()) ids.Add(rows.GetInt32(0));
            return ids;
        });
    }

    public ValueTask<IReadOnlyList<Replay>> ListOfAsync(int organisationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync<IReadOnlyList<Replay>>(session => Replays(session, session.Command(SelectReplays + OfOrganisation).With("@organisation", organisationId)));
    }

    public ValueTask<Replay?> FindAsync(int replayId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync(session => Find(session, replayId));
    }

    public async ValueTask<bool> SetStateAsync(int replayId, ReplayState state, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                var changed = session.Command(UpdateState)
                    .With("@replay", replayId).With("@state", (int)state).With("@now", Now()).ExecuteNonQuery();
                if (changed > 0 && state == ReplayState.Cancelled) ReturnedEventRows.GiveBack(session, replayId);
                return changed > 0;
            },
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<ReplayCandidate>> CandidatesAsync(
        ReplayRequest request, long after, long until, int eventsMax, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<ReplayCandidate>>(session => ReturnedEventRows.Candidates(session, request, after, until, eventsMax));
    }

    public ValueTask<IReadOnlyList<LoggedIdentity>> IdentitiesAsync(int destinationId, long after, int eventsMax, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<LoggedIdentity>>(session => ReturnedEventRows.Identities(session, destinationId, after, eventsMax));
    }

    public async ValueTask<bool> StepAsync(ReplayStep step, CancellationToken cancellation) =>
        await writer.RunAsync(session => Step(session, step), cancellation).ConfigureAwait(false);

    public async ValueTask FinishAsync(CancellationToken cancellation) =>
        await writer.RunAsync(session => session.Command(FinishAll).With("@now", Now()).ExecuteNonQuery(), cancellation).ConfigureAwait(false);

    public ValueTask<long?> UntilAsync(int destinationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(session => session.Command(SelectUntil).With("@destination", destinationId).ExecuteScalar() as long?);
    }

    public ValueTask<ReturnedEvents?> ReturnedAsync(int destinationId, int eventsMax, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync(session => ReturnedEventRows.Page(session, destinationId, eventsMax));
    }

    public async ValueTask SettleAsync(
        int destinationId, int replayId, IReadOnlyList<ReturnedOutcome> outcomes, CancellationToken cancellation)
    {
        if (outcomes.Count == 0) return;
        // Not this node's any more: who pumps it now sends again what it finds unsettled.
        await writer.RunAsync(session => Fence(session, destinationId) ? Settle(session, destinationId, replayId, outcomes) : 0, cancellation).ConfigureAwait(false);
    }

    public async ValueTask NoteMapperAsync(int destinationId, int mapperVersion, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => session.Command(InsertSpan)
                .With("@destination", destinationId).With("@version", mapperVersion).ExecuteNonQuery(),
            cancellation).ConfigureAwait(false);

    private int Settle(IStoreSession session, int destinationId, int replayId, IReadOnlyList<ReturnedOutcome> outcomes)
    {
        if (replayId > 0) session.Command(NoteSettled).With("@replay", replayId).With("@now", Now()).ExecuteNonQuery();
        return ReturnedEventRows.Settle(session, destinationId, replayId, outcomes);
    }

    private bool Step(IStoreSession session, ReplayStep step)
    {
        var moved = session.Command(MoveCursor)
            .With("@replay", step.ReplayId).With("@from", step.CursorFrom).With("@to", step.CursorTo).With("@examined", step.Examined)
            .With("@now", Now()).ExecuteScalar();
        if (moved is not long destination) return false;
        foreach (var sequence in step.Taken)
        {
            if (ParkedStore.Return(session, new ParkedKey((int)destination, sequence), step.ReplayId)) continue;
            var isThere = session.Command(ReturnSettled)
                .With("@destination", destination).With("@sequence", sequence).With("@replay", step.ReplayId).ExecuteNonQuery() > 0;
            if (!isThere) ReturnedEventRows.Count(session, step.ReplayId, "cancelled", "erased", 1);   // between the look and the step
        }

        foreach (var outcome in step.Settled) ReturnedEventRows.Count(session, step.ReplayId, outcome.Outcome, outcome.Reason, outcome.Events);
        session.Command(CountTaken)
            .With("@replay", step.ReplayId).With("@taken", step.Taken.Count + step.Settled.Sum(outcome => outcome.Events)).ExecuteNonQuery();
        return true;
    }

    private static Replay? Find(IStoreSession session, int replayId) =>
        Replays(session, session.Command(SelectReplays + " WHERE r.id = @replay").With("@replay", replayId)).SingleOrDefault();

    private static List<Replay> Replays(IStoreSession session, StoreCommand command)
    {
        var replays = new List<Replay>();
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read()) replays.Add(Row(rows));
        }

        return [.. replays.Select(replay => replay with { Outcomes = Outcomes(session, replay.Id) })];
    }

    private static Replay Row(DbDataReader row) => new()
    {
        Id = row.GetInt32(0),
        Request = ReplayRequest.FromJson((byte[])row[1]),
        State = (ReplayState)row.GetByte(2),
        Cursor = row.GetInt64(3),
        Until = row.GetInt64(4),
        Examined = row.GetInt64(5),
        Taken = row.GetInt64(6),
        CreatedAt = StoreTime.FromMicroseconds(row.GetInt64(7)),
        CreatedBy = row.GetString(8),
        FinishedAt = row.IsDBNull(9) ? null : StoreTime.FromMicroseconds(row.GetInt64(9)),
        Outstanding = row.GetInt64(10),
        MovedAt = StoreTime.FromMicroseconds(Math.Max(row.GetInt64(7), row.GetInt64(11))),   // 0 before this was kept
        Outcomes = [],
    };

    private static List<ReplayCount> Outcomes(IStoreSession session, int replayId)
    {
        using var rows = session.Command(SelectOutcomes).With("@replay", replayId).ExecuteReader();
        var outcomes = new List<ReplayCount>();
        while (rows.Read()) outcomes.Add(new ReplayCount(rows.GetString(0), rows.GetString(1), rows.GetInt64(2)));
        return outcomes;
    }

    private long Now() => StoreTime.ToMicroseconds(time.GetUtcNow());
}
