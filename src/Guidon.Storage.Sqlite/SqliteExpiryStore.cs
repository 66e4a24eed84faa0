using Guidon.Monitoring.Rules;

namespace Guidon.Storage.Sqlite;

/// <summary>Keys that end soon. Plain SQL and not the control plane's model, which a node that nobody changes never builds.</summary>
internal sealed class SqliteExpiryStore(SqliteReaders readers) : IExpiryStore
{
    private const string SelectKeys =
        """
        SELECT 'server-side key ' || id, expires_at FROM server_key WHERE active = 1 AND expires_at > @now AND expires_at < @until
        UNION ALL
        SELECT 'master API key ' || id, expires_at FROM master_api_key WHERE revoked = 0 AND expires_at > @now AND expires_at < @until
        ORDER BY 2 LIMIT 100
        """;

    public ValueTask<IReadOnlyList<(string Key, DateTimeOffset EndsAt)>> ExpiringAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(session =>
        {
            using var rows = session.Command(SelectKeys).With("@now", SqliteTime.ToMicroseconds(now)).With("@until", SqliteTime.ToMicroseconds(until)).ExecuteReader();
            var keys = new List<(string, DateTimeOffset)>();
            while (rows.Read()) keys.Add((rows.GetString(0), SqliteTime.FromMicroseconds(rows.GetInt64(1))));
            return (IReadOnlyList<(string, DateTimeOffset)>)keys;
        }));
    }
}
