namespace Guidon.Server.Management.FeatureHealth;

/// <summary>So many bodies a minute of one provider, whoever sends them. In memory: a restart forgives, and each node counts for itself.</summary>
/// <param name="perMinute">From the first on.</param>
/// <param name="time">The clock.</param>
internal sealed class ProviderThrottle(int perMinute, TimeProvider time)
{
    // Addresses of providers that are gone are still signed; beyond this everybody begins anew.
    private const int EntriesMax = 10_000;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, (DateTimeOffset Until, int Count)> _counts = [];
    private readonly Lock _gate = new();

    /// <summary>Counts one.</summary>
    /// <returns>How long to wait; <see langword="null"/> when it may go on.</returns>
    internal TimeSpan? Wait(Guid provider)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var (until, count) = _counts.TryGetValue(provider, out var known) && known.Until > now ? known : (now + s_window, 0);
            if (count >= perMinute) return until - now;
            if (_counts.Count >= EntriesMax) _counts.Clear();
            _counts[provider] = (until, count + 1);
            return null;
        }
    }
}
