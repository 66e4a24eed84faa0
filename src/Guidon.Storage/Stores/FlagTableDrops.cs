namespace Guidon.Storage.Stores;

/// <summary>Drops flag tables that no event refers to, without an index over all events.</summary>
internal static class FlagTableDrops
{
    private const string SelectTables =
        "SELECT id, EXISTS (SELECT 1 FROM superseded_flag_table s WHERE s.flag_table_id = t.id) FROM flag_table t";

    private const string Unmark = "DELETE FROM superseded_flag_table WHERE flag_table_id = @id";

    // Plus more than the intake's queue holds: events that still wait in it may refer to the table.
    private const string Mark =
        "INSERT INTO superseded_flag_table (flag_table_id, superseded_at, last_sequence) SELECT @id, @now, last_sequence + 10000 FROM event_log_head";

    // By the time that a mark is old enough, only what parked events and late destinations hold back is left before it: a short walk.
    private const string Delete =
        """
        DELETE FROM flag_table WHERE id IN (
            SELECT flag_table_id FROM superseded_flag_table s WHERE s.superseded_at < @before AND NOT EXISTS (
                SELECT 1 FROM event WHERE event.sequence <= s.last_sequence AND event.flag_table_id = s.flag_table_id))
        """;

    /// <summary>Whether any table is not live.</summary>
    internal static bool AreThere(IStoreSession session, IReadOnlyCollection<long> live) =>
        Tables(session).Exists(table => table.Marked || !live.Contains(table.Id));

    /// <returns>How many went.</returns>
    internal static int Run(IStoreSession session, IReadOnlyCollection<long> live, long now, long before)
    {
        foreach (var (id, marked) in Tables(session))
        {
            if (marked && live.Contains(id)) session.Command(Unmark).With("@id", id).ExecuteNonQuery();
            else if (!marked && !live.Contains(id)) session.Command(Mark).With("@id", id).With("@now", now).ExecuteNonQuery();
        }

        return RowLedger.Removed(session, "flag_table", session.Command(Delete).With("@before", before).ExecuteNonQuery());
    }

    private static List<(long Id, bool Marked)> Tables(IStoreSession session)
    {
        using var rows = session.Command(SelectTables).ExecuteReader();
        var tables = new List<(long, bool)>();
        while (rows.Read()) tables.Add((rows.GetInt64(0), rows.GetBoolean(1)));
        return tables;
    }
}
