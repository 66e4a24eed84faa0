using Guidon.Storage.Stores;

namespace Guidon.Storage.Postgres;

/// <summary>Which installation a database belongs to: nodes with another key could read neither keys nor settings in it.</summary>
internal static class PostgresInstallation
{
    private const string Insert = "INSERT INTO installation (id, key_check) VALUES (1, @check) ON CONFLICT DO NOTHING";
    private const string Select = "SELECT key_check FROM installation";

    internal static string? Find(IStoreSession session) => session.Command(Select).ExecuteScalar() as string;

    /// <summary>The first node decides.</summary>
    internal static bool Join(IStoreSession session, string check)
    {
        session.Command(Insert).With("@check", check).ExecuteNonQuery();
        return Find(session) == check;
    }
}
