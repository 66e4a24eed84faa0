namespace Guidon.Storage.Stores;

/// <summary>How many rows a table must have: triggers count what is added, whoever removes counts here (decision 0060).</summary>
internal static class RowLedger
{
    private const string CountRemoved = "UPDATE row_ledger SET removed = removed + @rows WHERE name = @name";

    /// <summary>Counts, inside the transaction that removes.</summary>
    /// <returns>The rows.</returns>
    internal static int Removed(IStoreSession session, string table, int rows)
    {
        if (rows > 0) session.Command(CountRemoved).With("@name", table).With("@rows", rows).ExecuteNonQuery();
        return rows;
    }
}
