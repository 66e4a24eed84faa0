using Guidon.Evaluation;
using Guidon.Flags;

namespace Guidon.Storage.Stores;

// Hot path: FindAsync of a cached identity touches no database and allocates nothing.

/// <summary>Identities and traits, with a bounded cache that also knows the unknown.</summary>
internal sealed class IdentityStore(IStoreWriter writer, IStoreReaders readers, TimeProvider time) : IIdentityStore
{
    private const int FewTraits = 32;

    private readonly IdentityCache _cache = new();

    public ValueTask<StoredIdentity?> FindAsync(int environmentId, string identifier, CancellationToken cancellation)
    {
        if (_cache.TryGet(environmentId, identifier, out var known)) return new(known);
        cancellation.ThrowIfCancellationRequested();
        return LoadAsync(environmentId, identifier);
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
                session => (Since: _cache.Now(environmentId, identifier),
                    Result: IdentityRows.Increment(session, environmentId, identifier, key, by, StoreTime.ToMicroseconds(time.GetUtcNow()))),
                done =>
                {
                    if (done.Result is { } changed) _cache.Set(environmentId, identifier, changed.Identity, done.Since);
                },
                cancellation).ConfigureAwait(false);
            return written.Result?.Value;
        }
        catch (StorageException error)
        {
            throw new IdentityStoreException(error.Message, error);
        }
    }

    public async ValueTask<int> RemoveLeftAsync(int identitiesMax, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await readers.ReadAsync(IdentityRows.FindLeft).ConfigureAwait(false) is { } environment
                ? await writer.RunAsync(session => IdentityRows.RemoveSome(session, environment, identitiesMax), cancellation).ConfigureAwait(false)
                : 0;
        }
        catch (StorageException error)
        {
            throw new IdentityStoreException(error.Message, error);
        }
    }

    public void Forget(int environmentId, string? identifier)
    {
        if (identifier is null) ForgetAll();
        else _cache.Forget(environmentId, identifier);
    }

    /// <summary>Takes the identity and its traits out of the table and the cache.</summary>
    /// <returns>What there was.</returns>
    internal async Task<StoredIdentity?> EraseAsync(int environmentId, string identifier, CancellationToken cancellation) =>
        (await writer.RunAsync(
            session => (Since: _cache.Now(environmentId, identifier), Found: IdentityRows.Erase(session, environmentId, identifier)),
            done => _cache.Set(environmentId, identifier, null, done.Since),
            cancellation).ConfigureAwait(false)).Found;

    /// <summary>Other nodes may have written anything.</summary>
    internal void ForgetAll() => _cache.ForgetAll();

    private async ValueTask<StoredIdentity?> LoadAsync(int environmentId, string identifier)
    {
        try
        {
            var since = _cache.Now(environmentId, identifier);
            var identity = await readers.ReadAtOnceAsync(session => IdentityRows.Find(session, environmentId, identifier)).ConfigureAwait(false);
            _cache.Keep(environmentId, identifier, identity, since);
            return identity;
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
            var written = await writer.RunAsync(
                session => (Since: _cache.Now(environmentId, identifier),
                    Identity: IdentityRows.Write(session, environmentId, identifier, traits, StoreTime.ToMicroseconds(time.GetUtcNow()))),
                // On the writer's thread and so in commit order: of two concurrent writes the cache keeps the later one.
                done => _cache.Set(environmentId, identifier, done.Identity, done.Since),
                cancellation).ConfigureAwait(false);
            return written.Identity;
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
