using System.Collections.Concurrent;
using System.Collections.Frozen;
using Guidon.Flags;

namespace Guidon.Server.Access;

/// <summary>Key → environment, for every request. The table is replaced whole, by the one loader.</summary>
internal sealed class EnvironmentKeys(InstallationSecret secret)
{
    private const string ServerPrefix = "ser.";

    private FrozenSet<string> _expected = [];   // written once, before the first request

    private KeyTable _table = new(FrozenDictionary<string, KeyGrant>.Empty, FrozenDictionary<string, KeyGrant>.Empty);

    /// <summary>What the key opens; <see langword="null"/> when nobody knows it. Expiry is the caller's to check, on each request.</summary>
    internal KeyGrant? Find(string key)
    {
        var table = Volatile.Read(ref _table);
        if (!key.StartsWith(ServerPrefix, StringComparison.Ordinal)) return table.ByClientKey.GetValueOrDefault(key);
        if (table.Seen.TryGetValue(key, out var seen)) return seen;
        var grant = table.ByServerKeyHash.GetValueOrDefault(secret.Hash(key));
        if (grant is not null) table.Seen.TryAdd(key, grant);
        return grant;
    }

    /// <summary>The grant of a client-side key, for endpoints that carry it in the path.</summary>
    internal KeyGrant? FindClient(string key) => Volatile.Read(ref _table).ByClientKey.GetValueOrDefault(key);

    /// <summary>Names keys whose environments may come later; see <see cref="IsExpected"/>.</summary>
    internal void Expect(IEnumerable<string> clientKeys, IEnumerable<string> serverKeyHashes) =>
        _expected = clientKeys.Concat(serverKeyHashes).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a key that <see cref="Find"/> does not know is right, and only its environment is not here yet.</summary>
    internal bool IsExpected(string key) =>
        _expected.Count > 0 && _expected.Contains(key.StartsWith(ServerPrefix, StringComparison.Ordinal) ? secret.Hash(key) : key);

    /// <summary>The keys of these environments, and no longer any other keys of theirs. Other environments keep what they have.</summary>
    internal void Publish(IReadOnlyList<(EnvironmentState State, IReadOnlyList<StoredServerKey> ServerKeys)> environments)
    {
        var changed = environments.Select(environment => environment.State).ToHashSet();
        var clients = Unchanged(_table.ByClientKey, changed);
        var servers = Unchanged(_table.ByServerKeyHash, changed);
        foreach (var (state, keys) in environments)
        {
            clients[state.Current.FlagSet.EnvironmentKey] = new KeyGrant(state, ServerSide: false, Active: true, ExpiresAt: null);
            foreach (var key in keys) servers[key.KeyHash] = new KeyGrant(state, ServerSide: true, key.Active, key.ExpiresAt);
        }

        Volatile.Write(ref _table, new KeyTable(clients.ToFrozenDictionary(StringComparer.Ordinal), servers.ToFrozenDictionary(StringComparer.Ordinal)));
    }

    /// <summary>No key of this environment opens anything any more.</summary>
    internal void Retract(EnvironmentState state)
    {
        HashSet<EnvironmentState> gone = [state];
        Volatile.Write(ref _table, new KeyTable(
            Unchanged(_table.ByClientKey, gone).ToFrozenDictionary(StringComparer.Ordinal), Unchanged(_table.ByServerKeyHash, gone).ToFrozenDictionary(StringComparer.Ordinal)));
    }

    private static Dictionary<string, KeyGrant> Unchanged(FrozenDictionary<string, KeyGrant> grants, HashSet<EnvironmentState> changed) =>
        grants.Where(pair => !changed.Contains(pair.Value.State)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Seen holds only server keys that were found by their hash, so it is bounded by the number of keys.</summary>
    private sealed record KeyTable(FrozenDictionary<string, KeyGrant> ByClientKey, FrozenDictionary<string, KeyGrant> ByServerKeyHash)
    {
        internal ConcurrentDictionary<string, KeyGrant> Seen { get; } = new(StringComparer.Ordinal);
    }
}
