namespace Guidon.Server.Management.Auth;

/// <summary>
/// Counts wrong passwords by who, or for whom, they are, known or not: what is locked tells nothing. In memory: a restart forgives, and each node counts
/// for itself.
/// </summary>
internal sealed class LoginLocks(int failuresMax, TimeSpan duration, TimeProvider time)
{
    // Bounded: beyond this the oldest is forgotten, which takes as many attempts as there are entries, each within the limit per network.
    private const int EntriesMax = 10_000;

    private readonly Dictionary<string, (int Failures, DateTimeOffset Until)> _entries = [];
    private readonly Lock _gate = new();

    /// <summary>How long to wait; <see langword="null"/> when an attempt counts now.</summary>
    internal TimeSpan? Wait(string who)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(who, out var entry) && entry.Failures >= failuresMax && entry.Until > time.GetUtcNow() ? entry.Until - time.GetUtcNow() : null;
        }
    }

    internal void Failed(string who)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            // What is over counts no more.
            var failures = _entries.TryGetValue(who, out var entry) && entry.Until > now ? entry.Failures : 0;
            if (_entries.Count >= EntriesMax && !_entries.ContainsKey(who)) _entries.Remove(_entries.MinBy(pair => pair.Value.Until).Key);
            _entries[who] = (failures + 1, now + duration);
        }
    }

    internal void Succeeded(string who)
    {
        lock (_gate) _entries.Remove(who);
    }
}
