using Guidon.Evaluation;
using Guidon.Flags;

namespace Guidon.Storage.Sqlite;

// Hot path: FindAsync of a cached identity touches no database and allocates nothing.

/// <summary>Identities and traits on SQLite, with a bounded cache that also knows the unknown.</summary>
internal sealed class SqliteIdentityStore(SqliteWriter writer, SqliteReaders readers, TimeProvider time) : IIdentityStore
{
    private const int FewTraits = 32;

    private readonly IdentityCache _cache = new();

    public ValueTask<StoredIdentity?> FindAsync(int environmentId, string identifier, CancellationToken cancellation)
    {
        if (_cache.TryGet(environmentId, identifier, out var known)) return new(known);
        cancellation.ThrowIfCancellationRequested();
        return new(Load(environmentId, identifier));
    }

    public ValueTask<StoredIdentity> WriteAsync(
        int environmentId, string identifier, IReadOnlyList<Trait> traits, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        if (_cache.TryGet(environmentId, identifier, out var known) && known is not null && Holds(known, traits)) return new(known);
        return new(StoreAsync(environmentId, identifier, traits, cancellation));
    }

    public async ValueTask<long?> IncrementAsync(
        int environmentId, string identifier, string key, long by, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        try
        {
            var written = await writer.RunAsync(
                session => IdentityRows.Increment(session, environmentId, identifier, key, by, SqliteTime.ToMicroseconds(time.GetUtcNow())),
                result =>
                {
                    if (result is { } changed) _cache.Set(environmentId, identifier, changed.Identity);
                },
                cancellation).ConfigureAwait(false);
            return written?.Value;
        }
        catch (StorageException error)
        {
            throw new IdentityStoreException(error.Message, error);
        }
    }

    public void Forget(int environmentId, string? identifier)
    {
        if (identifier is null) _cache.Clear();
        else _cache.Remove(environmentId, identifier);
    }

    /// <summary>Takes the identity and its traits out of the table and the cache.</summary>
    /// <returns>What there was.</returns>
    internal async Task<StoredIdentity?> EraseAsync(int environmentId, string identifier, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => IdentityRows.Erase(session, environmentId, identifier),
            _ => _cache.Set(environmentId, identifier, null),
            cancellation).ConfigureAwait(false);

    private StoredIdentity? Load(int environmentId, string identifier)
    {
        try
        {
            return _cache.Fill(
                environmentId, identifier, () => readers.ReadAtOnce(session => IdentityRows.Find(session, environmentId, identifier)));
        }
        catch (StorageException error)
        {
            throw new IdentityStoreException(error.Message, error);
        }
    }

    private async Task<StoredIdentity> StoreAsync(
        int environmentId, string identifier, IReadOnlyList<Trait> traits, CancellationToken cancellation)
    {
        try
        {
            return await writer.RunAsync(
                session => IdentityRows.Write(session, environmentId, identifier, traits, SqliteTime.ToMicroseconds(time.GetUtcNow())),
                // On the writer's thread and so in commit order: of two concurrent writes the cache keeps the later one.
                written => _cache.Set(environmentId, identifier, written),
                cancellation).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            throw new IdentityStoreException(error.Message, error);
        }
    }

    /// <summary>SDKs send the same traits again and again; what is stored already costs no write.</summary>
    private static bool Holds(StoredIdentity known, IReadOnlyList<Trait> traits)
    {
        // Looking for each among all allocates nothing, but thousands of traits would cost their square.
        var index = traits.Count > FewTraits ? known.Traits.ToDictionary(trait => trait.Key, trait => trait.Value) : null;
        for (var i = 0; i < traits.Count; i++)
        {
            var wanted = traits[i];
            var stored = index is null ? Find(known, wanted.Key) : index.GetValueOrDefault(wanted.Key);
            if (!stored.Equals(wanted.Value)) return false;
        }

        return true;
    }

    private static TraitValue Find(StoredIdentity known, string key)
    {
        for (var i = 0; i < known.Traits.Count; i++)
        {
            if (known.Traits[i].Key == key) return known.Traits[i].Value;
        }

        return TraitValue.Null;
    }
}
