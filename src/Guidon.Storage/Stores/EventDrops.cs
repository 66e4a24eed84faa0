using Guidon.Delivery.Replays;
using Guidon.Events;

namespace Guidon.Storage.Stores;

/// <summary>Drops settled events, a few hundred per transaction.</summary>
internal static class EventDrops
{
    private const string SelectEnvironments = "SELECT id FROM environment ORDER BY id";
    private const string SelectProjects = "SELECT id FROM project ORDER BY id";
    private const string SelectOrganisations = "SELECT id FROM organisation ORDER BY id";

    private const string SelectOldest =
        "SELECT sequence, occurred_at FROM event WHERE environment_id = @environment AND sequence > @after ORDER BY sequence LIMIT @max";

    private const string SelectFrontier =
        """
        SELECT COALESCE(MIN(l.cursor), (SELECT last_sequence FROM event_log_head))
        FROM destination d JOIN destination_ledger l ON l.destination_id = d.id
        WHERE d.environment_id = @environment AND d.deleted_at IS NULL
        """;

    private const string DeleteEvents =
        $"""
        DELETE FROM event
        WHERE environment_id = @environment AND sequence > @after AND sequence <= @to AND NOT {EventNeeds.Condition}
        RETURNING sequence, kind, flag_table_id, payload
        """;

    /// <summary>Every stream that may hold events.</summary>
    internal static IReadOnlyList<int> Streams(IStoreSession session)
    {
        var environments = Ids(session, SelectEnvironments);
        return
        [
            EventStream.Mail,
            EventStream.Errors,
            .. environments,
            .. environments.Select(EventStream.OfEnvironmentChanges),
            .. Ids(session, SelectProjects).Select(EventStream.OfProjectChanges),
            .. Ids(session, SelectOrganisations).SelectMany(static id => new[] { EventStream.OfOrganisationChanges(id), EventStream.OfAlerts(id) }),
        ];
    }

    /// <returns>The last event that is old enough and behind every cursor, and whether there may be more after it.</returns>
    internal static (long To, bool HasMore) Find(IStoreSession session, int environmentId, long after, long before, int eventsMax)
    {
        var frontier = (long)(session.Command(SelectFrontier).With("@environment", environmentId).ExecuteScalar() ?? 0L);
        using var rows = session.Command(SelectOldest)
            .With("@environment", environmentId).With("@after", after).With("@max", eventsMax).ExecuteReader();
        var (to, count) = (after, 0);
        // In the order of the log and not of the times: a clock that ran ahead for an hour makes a few events stay longer, no more.
        while (rows.Read() && rows.GetInt64(0) <= frontier && rows.GetInt64(1) < before) (to, count) = (rows.GetInt64(0), count + 1);
        return (to, count == eventsMax);
    }

    /// <summary>Decides anew for each row what is needed: a replay may have begun since it was found.</summary>
    internal static int Drop(IStoreSession session, int environmentId, long after, long to, OutdatedEvents outdated)
    {
        var (count, dropped) = (0, new List<LoggedIdentity>());
        using (var rows = session.Command(DeleteEvents).With("@environment", environmentId).With("@after", after).With("@to", to).ExecuteReader())
        {
            for (; rows.Read(); count++)
            {
                if (OutdatedEvents.Read(rows) is { } each) dropped.Add(each);
            }
        }

        outdated.Mark(session, environmentId, after, to, dropped);
        return RowLedger.Removed(session, "event", count);
    }

    private static List<int> Ids(IStoreSession session, string sql)
    {
        using var rows = session.Command(sql).ExecuteReader();
        var ids = new List<int>();
        while (rows.Read()) ids.Add(rows.GetInt32(0));
        return ids;
    }
}
