using System.Data.Common;
using System.Globalization;
using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Storage.Stores;

/// <summary>
/// Compares what was counted when it happened with what is there. Reads only. All figures of one look come from one moment, so traffic
/// beside it makes no findings.
/// </summary>
internal static class Doctor
{
    private const int ShownMax = 20;   // findings of one kind; the last one says how many there are

    private const string SelectRows =
        """
        SELECT name, added - removed, CASE name
            WHEN 'flag_table' THEN (SELECT COUNT(*) FROM flag_table)
            WHEN 'destination' THEN (SELECT COUNT(*) FROM destination)
            WHEN 'destination_ledger' THEN (SELECT COUNT(*) FROM destination_ledger)
            WHEN 'cancelled_event' THEN (SELECT COUNT(*) FROM cancelled_event)
            WHEN 'replay' THEN (SELECT COUNT(*) FROM replay)
            WHEN 'mapper_span' THEN (SELECT COUNT(*) FROM mapper_span)
            END
        FROM row_ledger WHERE name IN ('flag_table', 'destination', 'destination_ledger', 'cancelled_event', 'replay', 'mapper_span')
        UNION ALL
        SELECT 'event', h.last_sequence - r.removed, (SELECT COUNT(*) FROM event) FROM event_log_head h, row_ledger r WHERE r.name = 'event'
        """;

    private const int CountersMax = 7;   // rows of SelectRows

    private const string SelectDestinations =
        "SELECT d.id, l.destination_id IS NULL, d.deleted_at IS NOT NULL FROM destination d LEFT JOIN destination_ledger l ON l.destination_id = d.id ORDER BY d.id";

    private const string SelectReplays =
        """
        SELECT r.id, r.destination_id, r.taken, (SELECT CAST(COALESCE(SUM(events), 0) AS BIGINT) FROM replay_outcome o WHERE o.replay_id = r.id),
            (SELECT COUNT(*) FROM returned_event e WHERE e.replay_id = r.id)
        FROM replay r
        """;

    // What is parked at a destination that is gone needs its event no more.
    private const string SelectOrphans =
        """
        SELECT p.destination_id, 'parked', COUNT(*) FROM parked_event p JOIN destination d ON d.id = p.destination_id
        WHERE d.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM event e WHERE e.sequence = p.sequence)
        GROUP BY p.destination_id
        UNION ALL
        SELECT destination_id, 'returned', COUNT(*) FROM returned_event p WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.sequence = p.sequence)
        GROUP BY destination_id
        """;

    private const string SelectTables = "SELECT id, hash, body FROM flag_table";

    private const string SelectEvents =
        "SELECT sequence, id, kind, environment_id, flag_table_id, occurred_at, payload FROM event ORDER BY sequence";

    /// <summary>What can be compared often: counts, balances, the schema. Costs about 0.1 s per million events.</summary>
    /// <param name="session">Everything is read from one moment of it.</param>
    /// <param name="guarantee">What the engine promises.</param>
    /// <param name="newest">The schema that this build works with.</param>
    internal static IReadOnlyList<Finding> Quick(IStoreSession session, StorageGuarantee guarantee, int newest)
    {
        var version = session.SchemaVersion;
        // A newer one is a neighbour's whose build is newer, and additive: what this build knows must hold in it too.
        if (version < newest)
            return [new Finding("schema_version", Invariant($"The database has version {version}; this build works with {newest}."))];
        List<Finding> findings = [.. Rows(session), .. Ledgers(session), .. Replays(session), .. Orphans(session)];
        findings.AddRange(guarantee.Reasons.Select(reason => new Finding("not_durable", reason)));
        return findings;
    }

    /// <summary>Everything: also each page of the files, each published document, each flag table and each event.</summary>
    /// <param name="session">As above.</param>
    /// <param name="guarantee">As above.</param>
    /// <param name="newest">As above.</param>
    /// <param name="pages">What the engine itself says of its files.</param>
    /// <param name="cancellation">Asked at every row.</param>
    internal static IReadOnlyList<Finding> Whole(IStoreSession session, StorageGuarantee guarantee, int newest, IEnumerable<Finding> pages, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var quick = Quick(session, guarantee, newest);
        if (quick.Any(finding => finding.Code == "schema_version")) return quick;
        var tables = new Dictionary<long, FlagTable>();
        return
        [
            .. quick,
            .. Few("damaged_file", pages),
            .. Few(DocumentExamination.Code, DocumentExamination.Look(session, cancellation)),
            .. Few("damaged_flag_table", Tables(session, tables, cancellation)),
            .. Few("damaged_event", Events(session, tables, removed: session.Scalar("SELECT CAST(COALESCE(SUM(removed), 0) AS BIGINT) FROM row_ledger WHERE name = 'event'"), cancellation)),
        ];
    }

    private static IEnumerable<Finding> Rows(IStoreSession session)
    {
        using var rows = session.Command(SelectRows).ExecuteReader();
        var counters = 0;
        while (rows.Read())
        {
            counters++;
            var (name, expected, found) = (rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2));
            if (found < expected)
                yield return new Finding("rows_missing", Invariant($"Table {name} has {found} rows and must have {expected}: {expected - found} are missing."));
            if (found > expected)
                yield return new Finding("rows_unexpected", Invariant($"Table {name} has {found} rows and must have {expected}."));
        }

        if (counters != CountersMax) yield return new Finding("counters_missing", "Rows of row_ledger or event_log_head are missing.");
    }

    private static List<Finding> Ledgers(IStoreSession session)
    {
        var destinations = new List<(int Id, bool IsMissing, bool IsGone)>();
        using (var rows = session.Command(SelectDestinations).ExecuteReader())
        {
            while (rows.Read()) destinations.Add((rows.GetInt32(0), rows.GetBoolean(1), rows.GetBoolean(2)));
        }

        var findings = new List<Finding>();
        foreach (var (id, isMissing, isGone) in destinations)
        {
            if (isMissing) findings.Add(new Finding("ledger_missing", Invariant($"Destination {id} has no ledger; nothing is sent to it."), id));
            else if (DeliveryStore.Ledger(session, id) is { Residual: not 0 } ledger) findings.Add(Residual(id, isGone, ledger));
        }

        return findings;
    }

    // One that is gone is in nobody's list of destinations, so its residual is a finding about the store.
    private static Finding Residual(int id, bool isGone, LedgerEntry ledger) => new(
        "residual",
        Invariant($"Destination {id} accepted {ledger.Accepted} events and accounts for {ledger.Accepted - ledger.Residual}: residual {ledger.Residual}."),
        isGone ? null : id);

    private static IEnumerable<Finding> Replays(IStoreSession session)
    {
        using var rows = session.Command(SelectReplays).ExecuteReader();
        while (rows.Read())
        {
            var (id, destination, taken) = (rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2));
            var accounted = rows.GetInt64(3) + rows.GetInt64(4);
            if (taken != accounted)
                yield return new Finding("replay_unbalanced", Invariant($"Replay {id} took {taken} events and accounts for {accounted}."), destination);
        }
    }

    private static IEnumerable<Finding> Orphans(IStoreSession session)
    {
        using var rows = session.Command(SelectOrphans).ExecuteReader();
        while (rows.Read())
            yield return new Finding("event_missing", Invariant($"{rows.GetInt64(2)} {rows.GetString(1)} events are not in the log any more."), rows.GetInt32(0));
    }

    private static IEnumerable<Finding> Tables(IStoreSession session, Dictionary<long, FlagTable> tables, CancellationToken cancellation)
    {
        using var rows = session.Command(SelectTables).ExecuteReader();
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var (id, body) = (rows.GetInt64(0), (byte[])rows[2]);
            var isWhole = FlagTableEncoding.Hash(body).AsSpan().SequenceEqual((byte[])rows[1]);
            if (isWhole && FlagTableEncoding.Decode(body) is { } table) tables.Add(id, table);
            else yield return new Finding("damaged_flag_table", Invariant($"Flag table {id} is not what its hash says."));
        }
    }

    // Retention leaves gaps and counts them; gaps beyond that are somebody's hand.
    private static IEnumerable<Finding> Events(IStoreSession session, Dictionary<long, FlagTable> tables, long removed, CancellationToken cancellation)
    {
        using var rows = session.Command(SelectEvents).ExecuteReader();
        var last = 0L;
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var logged = Logged(rows);
            if (logged.Sequence != last + 1 && removed == 0)
                yield return new Finding("sequence_gap", Invariant($"Events {last + 1} to {logged.Sequence - 1} are not in the log."));
            last = logged.Sequence;
            if (logged.Kind == EventKind.Erased) continue;
            if (DecodedEvent.Of(logged, tables.GetValueOrDefault(logged.FlagTableId)).Error is { } error)
                yield return new Finding("damaged_event", Invariant($"Event {last} ({logged.Id}) cannot be decoded: {error}."));
        }
    }

    private static LoggedEvent Logged(DbDataReader row) => new(
        row.GetInt64(0), new Guid((byte[])row[1], bigEndian: true), (EventKind)row.GetByte(2), row.GetInt32(3), row.GetInt64(4),
        StoreTime.FromMicroseconds(row.GetInt64(5)), (byte[])row[6]);

    // A million damaged events are one misfortune and not a million lines.
    private static IEnumerable<Finding> Few(string code, IEnumerable<Finding> findings)
    {
        var count = 0;
        foreach (var finding in findings)
        {
            if (count++ < ShownMax) yield return finding;
        }

        if (count > ShownMax) yield return new Finding(code, Invariant($"And {count - ShownMax} more like these."));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
