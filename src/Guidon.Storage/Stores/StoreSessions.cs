namespace Guidon.Storage.Stores;

/// <summary>Short forms of what stores ask most.</summary>
internal static class StoreSessions
{
    internal static void Execute(this IStoreSession session, string sql) => session.Command(sql).ExecuteNonQuery();

    internal static long Scalar(this IStoreSession session, string sql) =>
        (long)(session.Command(sql).ExecuteScalar() ?? throw new StorageException("No row: " + sql, null));
}
