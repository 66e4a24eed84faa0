namespace Guidon.Server.Management;

/// <summary>
/// So many a minute of one caller who is known. Who asks for several things in one request gets them all, and waits the longer for the next. In memory: a
/// restart forgives, and each node counts for itself.
/// </summary>
/// <param name="perMinute">At once, when there was nothing in the minute before.</param>
/// <param name="time">The clock.</param>
internal sealed class CallerThrottle(int perMinute, TimeProvider time)
{
    // Bounded: beyond this whoever waits the shortest is forgotten.
    private const int EntriesMax = 10_000;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _each = s_window / perMinute;
    private readonly Dictionary<(int? User, int? Key), DateTimeOffset> _spent = [];   // until when the caller used its time up
    private readonly Lock _gate = new();

    /// <summary>Counts one.</summary>
    /// <returns>True after 429 was sent.</returns>
    internal async Task<bool> RefusesAsync(HttpContext http, Caller caller)
    {
        if (Wait((caller.UserId, caller.KeyId)) is not { } wait) return false;
        await Answers.ThrottledAsync(http, wait);
        return true;
    }

    /// <summary>Counts what a request that was let in did beyond one.</summary>
    internal void Add(Caller caller, int more)
    {
        lock (_gate) Spend((caller.UserId, caller.KeyId), more);
    }

    private TimeSpan? Wait((int?, int?) who)
    {
        lock (_gate)
        {
            var wait = Spent(who) + _each - time.GetUtcNow() - s_window;
            if (wait > TimeSpan.Zero) return wait;
            Spend(who, 1);
            return null;
        }
    }

    private DateTimeOffset Spent((int?, int?) who)
    {
        var now = time.GetUtcNow();
        return _spent.TryGetValue(who, out var until) && until > now ? until : now;
    }

    private void Spend((int?, int?) who, int count)
    {
        if (_spent.Count >= EntriesMax && !_spent.ContainsKey(who)) _spent.Remove(_spent.MinBy(pair => pair.Value).Key);
        _spent[who] = Spent(who) + (count * _each);
    }
}
