using BitFaster.Caching.Lru;
using Guidon.Flags;

namespace Guidon.Storage.Sqlite;

/// <summary>
/// The most recently used identities, and identifiers known to be unknown. Never keeps an older state after a newer one: writes
/// come in commit order, and a fill reads the database under the same lock that a write needs to enter the cache.
/// </summary>
internal sealed class IdentityCache
{
    /// <summary>Identities kept. With ten short traits each about 150 MB; most installations have fewer identities.</summary>
    private const int IdentitiesMax = 100_000;
    private const int Stripes = 64;

    private readonly ConcurrentLru<Key, Entry> _entries = new(System.Environment.ProcessorCount, IdentitiesMax, EqualityComparer<Key>.Default);
    private readonly Lock[] _gates = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];

    /// <param name="environmentId">The environment.</param>
    /// <param name="identifier">The identifier.</param>
    /// <param name="identity"><see langword="null"/> when it is known not to exist.</param>
    /// <returns>False when nothing is known.</returns>
    internal bool TryGet(int environmentId, string identifier, out StoredIdentity? identity)
    {
        var found = _entries.TryGet(new Key(environmentId, identifier), out var entry);
        identity = entry.Identity;
        return found;
    }

    /// <summary>Reads through.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="identifier">The identifier.</param>
    /// <param name="read">Reads the committed state now.</param>
    internal StoredIdentity? Fill(int environmentId, string identifier, Func<StoredIdentity?> read)
    {
        var key = new Key(environmentId, identifier);
        lock (GateOf(key))
        {
            // A write that commits during this read waits at the gate and overwrites what the read found.
            if (_entries.TryGet(key, out var entry)) return entry.Identity;
            var identity = read();
            _entries.AddOrUpdate(key, new Entry(identity));
            return identity;
        }
    }

    /// <summary>Enters what was written; <see langword="null"/> when it is gone. Callers come in commit order.</summary>
    internal void Set(int environmentId, string identifier, StoredIdentity? identity)
    {
        var key = new Key(environmentId, identifier);
        lock (GateOf(key)) _entries.AddOrUpdate(key, new Entry(identity));
    }

    /// <summary>The next reader reads the database. A fill that read before the change was committed is done before this, or begins after.</summary>
    internal void Remove(int environmentId, string identifier)
    {
        var key = new Key(environmentId, identifier);
        lock (GateOf(key)) _entries.TryRemove(key, out _);
    }

    /// <summary>As <see cref="Remove"/>, for all at once.</summary>
    internal void Clear()
    {
        // One gate after the other: what was filled behind a gate that is passed was read after the change.
        foreach (var gate in _gates)
        {
            lock (gate) _entries.Clear();
        }
    }

    private Lock GateOf(in Key key) => _gates[(uint)key.GetHashCode() % Stripes];

    private readonly record struct Key(int EnvironmentId, string Identifier);

    private readonly record struct Entry(StoredIdentity? Identity);
}
