using Guidon.Monitoring.Rules;

namespace Guidon.Storage.Stores;

/// <summary>Keys that end soon. Plain SQL and not the control plane's model, which a node that nobody changes never builds.</summary>
internal sealed class ExpiryStore(IStoreReaders readers) : IExpiryStore
{
    private const string SelectKeys =
        """
        SELECT 'server-side key ' || id, expires_at FROM server_key WHERE active = @yes AND expires_at > @now AND expires_at < @until
        UNION ALL
        SELECT 'master API key ' || id, expires_at FROM master_api_key WHERE revoked <> @yes AND expires_at > @now AND expires_at < @until
        ORDER BY 2 LIMIT 100
        """;

    public ValueTask<IReadOnlyList<(string Key, DateTimeOffset EndsAt)>> ExpiringAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(session =>
        {
            using var rows = session.Command(SelectKeys).With("@now", StoreTime.ToMicroseconds(now)).With("@yes", true).With("@until", StoreTime.ToMicroseconds(until)).ExecuteReader();
            var keys = new List<(string, DateTimeOffset)>();
            while (rows.Read()) keys.Add((rows.GetString(0), StoreTime.FromMicroseconds(rows.GetInt64(1))));
            return (IReadOnlyList<(string, DateTimeOffset)>)keys;
        });
    }
}
