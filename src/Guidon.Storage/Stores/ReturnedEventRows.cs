using System.Data.Common;
using Guidon.Delivery;
using Guidon.Delivery.Replays;
using Guidon.Events;

namespace Guidon.Storage.Stores;

/// <summary>The statements about events that are sent once more. All run inside the caller's transaction.</summary>
internal static class ReturnedEventRows
{
    private const string EventColumns = "e.sequence, e.id, e.kind, e.environment_id, e.flag_table_id, e.occurred_at, e.payload";

    private const string SelectFailed =
        $"""
        SELECT {EventColumns}, p.reason, FALSE, p.mapper_version, p.may_be_taken
        FROM parked_event p JOIN event e ON e.sequence = p.sequence
        WHERE p.destination_id = @destination AND p.sequence > @after AND p.sequence <= @until AND e.kind <> 255 ORDER BY p.sequence LIMIT @max
        """;

    private const string SelectSettled =
        $"""
        SELECT {EventColumns}, p.reason, c.sequence IS NOT NULL, COALESCE(p.mapper_version, (
            SELECT s.mapper_version FROM mapper_span s WHERE s.destination_id = @destination AND s.after_sequence < e.sequence
            ORDER BY s.after_sequence DESC LIMIT 1), 0), COALESCE(p.may_be_taken, 0)
        FROM event e
        LEFT JOIN parked_event p ON p.destination_id = @destination AND p.sequence = e.sequence
        LEFT JOIN cancelled_event c ON c.destination_id = @destination AND c.sequence = e.sequence
        WHERE e.environment_id = (SELECT environment_id FROM destination WHERE id = @destination)
            AND e.sequence > @after AND e.sequence <= @until AND e.kind <> 255 ORDER BY e.sequence LIMIT @max
        """;

    private const string SelectIdentities =
        """
        SELECT e.sequence, e.flag_table_id, e.payload, p.sequence IS NOT NULL OR c.sequence IS NOT NULL
        FROM event e
        LEFT JOIN parked_event p ON p.destination_id = @destination AND p.sequence = e.sequence
        LEFT JOIN cancelled_event c ON c.destination_id = @destination AND c.sequence = e.sequence
        WHERE e.environment_id = (SELECT environment_id FROM destination WHERE id = @destination)
            AND e.sequence > @after AND e.kind <> 255 ORDER BY e.sequence LIMIT @max
        """;

    // By hand first (replay 0), then the oldest replay that runs.
    private const string SelectNextReplay =
        """
        SELECT r.id, r.request FROM (
            SELECT 0 AS id, NULL AS request UNION ALL SELECT id, request FROM replay WHERE destination_id = @destination AND state = 0) r
        WHERE EXISTS (SELECT 1 FROM returned_event e WHERE e.destination_id = @destination AND e.replay_id = r.id)
        ORDER BY r.id LIMIT 1
        """;

    private const string SelectPage =
        $"""
        SELECT {EventColumns}, r.may_be_taken, e.outdated FROM returned_event r JOIN event e ON e.sequence = r.sequence
        WHERE r.destination_id = @destination AND r.replay_id = @replay ORDER BY r.sequence LIMIT @max
        """;

    private const string DeleteReturned =
        """
        DELETE FROM returned_event WHERE destination_id = @destination AND sequence = @sequence AND replay_id = @replay RETURNING counted
        """;

    private const string CountSettled =
        """
        UPDATE destination_ledger SET delivered = delivered + @delivered, filtered = filtered + @filtered, doubtful = doubtful + @doubtful
        WHERE destination_id = @destination
        """;

    private const string SelectHasMarks = "SELECT COUNT(*) FROM (SELECT 1 FROM delivered_state WHERE destination_id = @destination LIMIT 1) one";

    private const string SelectPayload = "SELECT payload FROM event WHERE sequence = @sequence AND kind = 1";

    private const string DeleteMark = "DELETE FROM delivered_state WHERE destination_id = @destination AND identity = @identity";

    private const string AddOutcome =
        """
        INSERT INTO replay_outcome (replay_id, outcome, reason, events) VALUES (@replay, @outcome, @reason, @events)
        ON CONFLICT (replay_id, outcome, reason) DO UPDATE SET events = replay_outcome.events + excluded.events
        """;

    private const string ParkAgain =
        """
        INSERT INTO parked_event (destination_id, sequence, event_id, reason, detail, mapper_version, parked_at, may_be_taken)
        SELECT r.destination_id, r.sequence, e.id, r.reason, r.detail, r.mapper_version, r.parked_at, r.may_be_taken
        FROM returned_event r JOIN event e ON e.sequence = r.sequence WHERE r.replay_id = @replay AND r.counted = 1
        """;

    private const string DeleteReplayed = "DELETE FROM returned_event WHERE replay_id = @replay";

    internal static List<ReplayCandidate> Candidates(IStoreSession session, ReplayRequest request, long after, long until, int eventsMax)
    {
        var isFailed = request.Mode is ReplayMode.ResendFailed or ReplayMode.RemapFailed;
        using var rows = session.Command(isFailed ? SelectFailed : SelectSettled)
            .With("@destination", request.DestinationId).With("@after", after).With("@until", until).With("@max", eventsMax).ExecuteReader();
        var candidates = new List<ReplayCandidate>();
        for (var bytes = 0; bytes < EventLogStore.ReadBytesMax && rows.Read();)
        {
            var logged = Event(rows);
            bytes += logged.Payload.Length;
            candidates.Add(new ReplayCandidate(logged, rows.IsDBNull(7) ? null : rows.GetString(7), rows.GetBoolean(8), rows.GetInt32(9), rows.GetInt64(10) == 1));
        }

        return candidates;
    }

    internal static List<LoggedIdentity> Identities(IStoreSession session, int destinationId, long after, int eventsMax)
    {
        using var rows = session.Command(SelectIdentities)
            .With("@destination", destinationId).With("@after", after).With("@max", eventsMax).ExecuteReader();
        var identities = new List<LoggedIdentity>();
        while (rows.Read()) identities.Add(LoggedIdentity.Of(rows.GetInt64(0), rows.GetInt64(1), (byte[])rows[2], rows.GetBoolean(3)));
        return identities;
    }

    internal static ReturnedEvents? Page(IStoreSession session, int destinationId, int eventsMax)
    {
        int replay;
        bool newKeys;
        using (var row = session.Command(SelectNextReplay).With("@destination", destinationId).ExecuteReader())
        {
            if (!row.Read()) return null;
            replay = row.GetInt32(0);
            newKeys = !row.IsDBNull(1) && ReplayRequest.FromJson((byte[])row[1]).NewKeys;
        }

        using var rows = session.Command(SelectPage)
            .With("@destination", destinationId).With("@replay", replay).With("@max", eventsMax).ExecuteReader();
        var (events, doubtful, outdated) = (new List<LoggedEvent>(), new HashSet<long>(), new Dictionary<long, bool>());
        for (var bytes = 0; bytes < EventLogStore.ReadBytesMax && rows.Read();)
        {
            events.Add(Event(rows));
            bytes += events[^1].Payload.Length;
            if (rows.GetInt64(7) == 1) doubtful.Add(events[^1].Sequence);
            if (rows.GetInt64(8) is > 0 and var how) outdated.Add(events[^1].Sequence, how == OutdatedEvents.BySame);
        }

        // Rows whose event was taken from the log by hand are the doctor's business.
        return events.Count == 0 ? null : new ReturnedEvents(replay, newKeys, events, doubtful, outdated);
    }

    internal static int Settle(IStoreSession session, int destinationId, int replayId, IReadOnlyList<ReturnedOutcome> outcomes)
    {
        int delivered = 0, filtered = 0, doubtful = 0;
        var hasMarks = session.Command(SelectHasMarks).With("@destination", destinationId).ExecuteScalar() is > 0L;
        foreach (var outcome in outcomes)
        {
            var counted = session.Command(DeleteReturned)
                .With("@destination", destinationId).With("@sequence", outcome.Sequence).With("@replay", replayId).ExecuteScalar();
            if (counted is not long isCounted) continue;   // cancelled while it was in flight
            if (hasMarks && (outcome.State == EventState.Delivered || outcome.IsStale)) Unmark(session, destinationId, outcome.Sequence);
            if (isCounted == 1)
            {
                if (outcome is { State: EventState.Delivered, IsDoubtful: true }) doubtful++;
                if (outcome.State == EventState.Delivered) delivered++;
                else if (outcome.Parked is { } parked) DeliveryStore.Park(session, destinationId, parked);
                else filtered++;
            }

            if (replayId > 0) Count(session, replayId, Name(outcome, isCounted == 1), Reason(outcome), 1);
        }

        if (delivered + filtered > 0)
        {
            session.Command(CountSettled)
                .With("@destination", destinationId).With("@delivered", delivered).With("@filtered", filtered).With("@doubtful", doubtful).ExecuteNonQuery();
        }

        return outcomes.Count;
    }

    // The receiver may have an older state now than the one that was told last, or none: the identity's next evaluation says how it is.
    private static void Unmark(IStoreSession session, int destinationId, long sequence)
    {
        if (session.Command(SelectPayload).With("@sequence", sequence).ExecuteScalar() is not byte[] payload) return;
        if (EvaluatedEventEncoding.Identifier(payload) is not { } identifier) return;
        session.Command(DeleteMark)
            .With("@destination", destinationId).With("@identity", DeliveryStore.Bytes(StateMark.IdentityOf(identifier))).ExecuteNonQuery();
    }

    private static string Name(ReturnedOutcome outcome, bool isCounted) => outcome switch
    {
        { State: EventState.Delivered } => "delivered",
        // Delivered earlier and not taken now: it is not parked, since the ledger has it as delivered.
        { Parked: not null } => isCounted ? "parked" : "refused",
        { IsStale: true } => "stale",
        _ => "filtered",
    };

    private static string Reason(ReturnedOutcome outcome) =>
        outcome is { State: EventState.Delivered, IsDoubtful: true } ? ReplayCount.MayBeDouble : outcome.Parked?.Reason ?? "";

    internal static void Count(IStoreSession session, int replayId, string outcome, string reason, long events) =>
        session.Command(AddOutcome)
            .With("@replay", replayId).With("@outcome", outcome).With("@reason", reason).With("@events", events).ExecuteNonQuery();

    /// <summary>What a replay took and did not settle is as it was before.</summary>
    internal static void GiveBack(IStoreSession session, int replayId)
    {
        session.Command(ParkAgain).With("@replay", replayId).ExecuteNonQuery();
        var given = session.Command(DeleteReplayed).With("@replay", replayId).ExecuteNonQuery();
        if (given > 0) Count(session, replayId, "cancelled", "", given);
    }

    private static LoggedEvent Event(DbDataReader row) => new(
        row.GetInt64(0), new Guid((byte[])row[1], bigEndian: true), (EventKind)row.GetByte(2), row.GetInt32(3), row.GetInt64(4),
        StoreTime.FromMicroseconds(row.GetInt64(5)), (byte[])row[6]);
}
