using BitFaster.Caching.Lru;
using Guidon.Flags;

namespace Guidon.Storage.Stores;

/// <summary>
/// The most recently used identities, and identifiers known to be unknown. Never keeps an older state after a newer one: writes come in
/// commit order, what was read is kept only when nothing was written meanwhile, and what another node wrote is forgotten here.
/// </summary>
internal sealed class IdentityCache
{
    /// <summary>Identities kept. With ten short traits each about 150 MB; most installations have fewer identities.</summary>
    private const int IdentitiesMax = 100_000;
    private const int Stripes = 64;

    private readonly ConcurrentLru<Key, Entry> _entries = new(System.Environment.ProcessorCount, IdentitiesMax, EqualityComparer<Key>.Default);
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Stripe())];

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

    /// <summary>Take it before reading or writing what is then entered.</summary>
    internal Moment Now(int environmentId, string identifier)
    {
        var stripe = StripeOf(new Key(environmentId, identifier));
        lock (stripe) return new Moment(stripe.Changes, stripe.Forgotten);
    }

    /// <summary>Enters what was read, unless something changed since.</summary>
    internal void Keep(int environmentId, string identifier, StoredIdentity? identity, Moment since)
    {
        var key = new Key(environmentId, identifier);
        var stripe = StripeOf(key);
        lock (stripe)
        {
            if (stripe.Changes == since.Changes) _entries.AddOrUpdate(key, new Entry(identity));
        }
    }

    /// <summary>Enters what was written; <see langword="null"/> when it is gone. Callers come in commit order.</summary>
    internal void Set(int environmentId, string identifier, StoredIdentity? identity, Moment since)
    {
        var key = new Key(environmentId, identifier);
        var stripe = StripeOf(key);
        lock (stripe)
        {
            stripe.Changes++;
            // Another node's write was heard of before this one was entered, and may be the later one.
            if (stripe.Forgotten == since.Forgotten) _entries.AddOrUpdate(key, new Entry(identity));
            else _entries.TryRemove(key);
        }
    }

    /// <summary>Another node wrote it.</summary>
    internal void Forget(int environmentId, string identifier)
    {
        var key = new Key(environmentId, identifier);
        var stripe = StripeOf(key);
        lock (stripe)
        {
            stripe.Changes++;
            stripe.Forgotten++;
            _entries.TryRemove(key);
        }
    }

    /// <summary>Other nodes may have written anything.</summary>
    internal void ForgetAll()
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe)
            {
                stripe.Changes++;
                stripe.Forgotten++;
            }
        }

        // After the counters: what was read before can no longer be entered. What is read from here on is new, and may be lost here.
        _entries.Clear();
    }

    private Stripe StripeOf(in Key key) => _stripes[(uint)key.GetHashCode() % Stripes];

    /// <summary>What a stripe of the cache had seen.</summary>
    internal readonly record struct Moment(long Changes, long Forgotten);

    private readonly record struct Key(int EnvironmentId, string Identifier);

    private readonly record struct Entry(StoredIdentity? Identity);

    private sealed class Stripe
    {
        internal long Changes { get; set; }

        internal long Forgotten { get; set; }
    }
}
