namespace Guidon.Storage.Stores;

/// <summary>What still needs an event. The one place to say so: retention drops what this leaves out, of whatever age.</summary>
internal static class EventNeeds
{
    /// <summary>
    /// A condition on a row of <c>event</c>. Whoever reads the log later than a cursor adds a line here. A replay that is paused needs what
    /// lies before it as one that runs does; destinations that are gone need nothing.
    /// </summary>
    internal const string Condition =
        """
        (
            EXISTS (SELECT 1 FROM destination d JOIN destination_ledger l ON l.destination_id = d.id
                WHERE d.environment_id = event.environment_id AND d.deleted_at IS NULL AND l.cursor < event.sequence)
            OR EXISTS (SELECT 1 FROM parked_event p JOIN destination d ON d.id = p.destination_id
                WHERE p.sequence = event.sequence AND d.deleted_at IS NULL)
            OR EXISTS (SELECT 1 FROM returned_event r WHERE r.sequence = event.sequence)
            OR EXISTS (SELECT 1 FROM replay r JOIN destination d ON d.id = r.destination_id
                WHERE r.state IN (0, 1) AND d.environment_id = event.environment_id AND r.cursor < event.sequence AND event.sequence <= r.until)
        )
        """;
}
