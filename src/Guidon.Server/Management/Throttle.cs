namespace Guidon.Server.Management;

/// <summary>
/// So many a minute of one who is known. Who asks for several things in one request gets them all, and waits the longer for the next. In memory: a
/// restart forgives, and each node counts for itself.
/// </summary>
/// <typeparam name="TWho">By what each is known.</typeparam>
/// <param name="perMinute">At once, when there was nothing in the minute before.</param>
/// <param name="time">The clock.</param>
internal sealed class Throttle<TWho>(int perMinute, TimeProvider time)
    where TWho : notnull
{
    // Bounded: beyond this whoever waits the shortest is forgotten.
    private const int EntriesMax = 10_000;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _each = s_window / perMinute;
    private readonly Dictionary<TWho, DateTimeOffset> _spent = [];   // until when each used its time up
    private readonly Lock _gate = new();

    /// <summary>Counts one.</summary>
    /// <returns>True after 429 was sent.</returns>
    internal async Task<bool> RefusesAsync(HttpContext http, TWho who)
    {
        if (Wait(who) is not { } wait) return false;
        await Answers.ThrottledAsync(http, wait);
        return true;
    }

    /// <summary>Counts what a request that was let in did beyond one.</summary>
    internal void Add(TWho who, int more)
    {
        lock (_gate) Spend(who, more);
    }

    private TimeSpan? Wait(TWho who)
    {
        lock (_gate)
        {
            var wait = Spent(who) + _each - time.GetUtcNow() - s_window;
            if (wait > TimeSpan.Zero) return wait;
            Spend(who, 1);
            return null;
        }
    }

    private DateTimeOffset Spent(TWho who)
    {
        var now = time.GetUtcNow();
        return _spent.TryGetValue(who, out var until) && until > now ? until : now;
    }

    private void Spend(TWho who, int count)
    {
        if (_spent.Count >= EntriesMax && !_spent.ContainsKey(who)) _spent.Remove(_spent.MinBy(pair => pair.Value).Key);
        _spent[who] = Spent(who) + (count * _each);
    }
}
