using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Storage.Stores;

/// <summary>Rows of destinations: how they are made, found and taken away, inside of the caller's transaction.</summary>
internal static class DestinationRows
{
    private const string SelectDestinations =
        """
        SELECT d.id, d.integration, d.environment_id, COALESCE(e.api_key, 'project/' || d.owner_project_id, 'organisation/' || d.owner_organisation_id, 'installation'),
            d.protected_settings, d.state, d.held_reason, d.created_at, d.updated_at, d.revision
        FROM destination d LEFT JOIN environment e ON e.id = d.owner_environment_id
        WHERE d.deleted_at IS NULL
        """;

    private const string Ordered = " ORDER BY d.id";

    private const string OfOrganisationOnly = $" AND d.id IN ({DestinationOwnership.OwnedIds})";

    private const string InsertDestination =
        """
        INSERT INTO destination (integration, environment_id, owner_environment_id, owner_project_id, owner_organisation_id, is_single,
            protected_settings, state, created_at, updated_at, revision)
        VALUES (@integration, @environment, @ownerEnvironment, @ownerProject, @ownerOrganisation, @single, @settings, @state, @now, @now, 1)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string InsertLedger =
        """
        INSERT INTO destination_ledger (destination_id, cursor, accepted, delivered, filtered, cancelled, expired)
        SELECT @id, last_sequence, 0, 0, 0, 0, 0 FROM event_log_head
        """;

    private const string MarkDeleted =
        "UPDATE destination SET deleted_at = @now, revision = revision + 1 WHERE id = @id AND deleted_at IS NULL";

    private const string CancelPending =
        """
        UPDATE destination_ledger SET
            cancelled = cancelled + (
                SELECT COUNT(*) FROM event e
                WHERE e.environment_id = (SELECT d.environment_id FROM destination d WHERE d.id = @id) AND e.sequence > destination_ledger.cursor)
                + (SELECT COUNT(*) FROM returned_event WHERE destination_id = @id AND counted = 1),
            cursor = (SELECT last_sequence FROM event_log_head)
        WHERE destination_id = @id
        """;

    private const string DropStates = "DELETE FROM delivered_state WHERE destination_id = @id";

    // Replays of a destination that is gone end with it; what they had under way is cancelled with the rest.
    private const string CountCancelledReplays =
        """
        INSERT INTO replay_outcome (replay_id, outcome, reason, events)
        SELECT replay_id, 'cancelled', 'destination_deleted', COUNT(*) FROM returned_event WHERE destination_id = @id AND replay_id > 0
        GROUP BY replay_id
        """;

    private const string CancelReplays = "UPDATE replay SET state = 2, finished_at = @now WHERE destination_id = @id AND state IN (0, 1)";

    private const string DeleteReturned = "DELETE FROM returned_event WHERE destination_id = @id";

    internal static List<Destination> All(IStoreSession session) => Read(session.Command(SelectDestinations + Ordered));

    internal static List<Destination> OfOrganisation(IStoreSession session, int organisationId) =>
        Read(session.Command(SelectDestinations + OfOrganisationOnly + Ordered).With("@organisation", organisationId));

    internal static Destination? Find(IStoreSession session, int destinationId) =>
        Read(session.Command(SelectDestinations + " AND d.id = @id").With("@id", destinationId)).SingleOrDefault();

    /// <returns><see langword="null"/> when there is a live one of this kind where there may be one only.</returns>
    internal static Destination? Create(IStoreSession session, string integration, int stream, ReadOnlyMemory<byte> protectedSettings, bool isSingle, long now)
    {
        var id = session.Command(InsertDestination)
            .With("@integration", integration).With("@environment", stream).With("@ownerEnvironment", EventStream.EnvironmentOf(stream))
            .With("@ownerProject", EventStream.ProjectOf(stream)).With("@ownerOrganisation", EventStream.OrganisationOf(stream))
            .With("@single", isSingle)
            .With("@settings", protectedSettings.ToArray()).With("@state", (int)DestinationState.Active).With("@now", now)
            .ExecuteScalar() as long?;
        if (id is null) return null;
        session.Command(InsertLedger).With("@id", id).ExecuteNonQuery();
        return Find(session, (int)id);
    }

    /// <summary>Marks it; what was pending is counted as cancelled, and its replays end.</summary>
    /// <returns>False when there is no such live destination.</returns>
    internal static bool Delete(IStoreSession session, int destinationId, long now)
    {
        if (session.Command(MarkDeleted).With("@id", destinationId).With("@now", now).ExecuteNonQuery() == 0) return false;
        foreach (var step in (string[])[CancelPending, CountCancelledReplays, DeleteReturned, DropStates])
            session.Command(step).With("@id", destinationId).ExecuteNonQuery();
        session.Command(CancelReplays).With("@id", destinationId).With("@now", now).ExecuteNonQuery();
        return true;
    }

    private static List<Destination> Read(StoreCommand command)
    {
        using var rows = command.ExecuteReader();
        var destinations = new List<Destination>();
        while (rows.Read())
        {
            destinations.Add(new Destination
            {
                Id = rows.GetInt32(0),
                Integration = rows.GetString(1),
                EnvironmentId = rows.GetInt32(2),
                EnvironmentKey = rows.GetString(3),
                ProtectedSettings = (byte[])rows[4],
                State = (DestinationState)rows.GetByte(5),
                HeldReason = rows.IsDBNull(6) ? null : rows.GetString(6),
                CreatedAt = StoreTime.FromMicroseconds(rows.GetInt64(7)),
                UpdatedAt = StoreTime.FromMicroseconds(rows.GetInt64(8)),
                Revision = rows.GetInt64(9),
            });
        }

        return destinations;
    }
}
