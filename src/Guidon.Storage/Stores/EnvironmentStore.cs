using Guidon.Flags;

namespace Guidon.Storage.Stores;

/// <summary>Published environments, read without the control plane's model: a start needs no EF.</summary>
internal sealed class EnvironmentStore(IStoreReaders readers) : IEnvironmentStore
{
    // Without an environment all of them.
    private const string SelectDocuments =
        "SELECT environment_id, document, features FROM environment_document WHERE @id IS NULL OR environment_id = @id ORDER BY environment_id";

    private const string SelectKeys =
        "SELECT environment_id, key_hash, active, expires_at FROM server_key WHERE @id IS NULL OR environment_id = @id ORDER BY id";

    public ValueTask<IReadOnlyList<StoredEnvironment>> LoadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync<IReadOnlyList<StoredEnvironment>>(session => Load(session, null));
    }

    public ValueTask<IReadOnlyList<StoredEnvironment>> FindAsync(IReadOnlyCollection<int> environmentIds, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync<IReadOnlyList<StoredEnvironment>>(session => [.. environmentIds.SelectMany(id => Load(session, id))]);
    }

    private static IReadOnlyList<StoredEnvironment> Load(IStoreSession session, int? environmentId)
    {
        var keys = Keys(session, environmentId);
        using var rows = session.Command(SelectDocuments).With("@id", environmentId).ExecuteReader();
        var environments = new List<StoredEnvironment>();
        while (rows.Read())
        {
            environments.Add(new StoredEnvironment
            {
                Id = rows.GetInt32(0),
                Document = (byte[])rows[1],
                Features = FeatureDetailEncoding.Decode((byte[])rows[2]),
                ServerKeys = [.. keys[rows.GetInt32(0)]],
            });
        }

        return environments;
    }

    private static ILookup<int, StoredServerKey> Keys(IStoreSession session, int? environmentId)
    {
        using var rows = session.Command(SelectKeys).With("@id", environmentId).ExecuteReader();
        var keys = new List<(int EnvironmentId, StoredServerKey Key)>();
        while (rows.Read())
        {
            DateTimeOffset? expires = rows.IsDBNull(3) ? null : StoreTime.FromMicroseconds(rows.GetInt64(3));
            keys.Add((rows.GetInt32(0), new StoredServerKey(rows.GetString(1), rows.GetBoolean(2), expires)));
        }

        return keys.ToLookup(key => key.EnvironmentId, key => key.Key);
    }
}
