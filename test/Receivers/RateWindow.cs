namespace Guidon.Receivers;

/// <summary>Counts per key in a window that starts with its first count.</summary>
internal sealed class RateWindow(long most, TimeSpan span)
{
    private readonly Dictionary<string, (DateTimeOffset Start, long Count)> _counts = [];

    /// <summary>How many it would be with these, and whether that is too many. Counts only when it is not.</summary>
    internal (long Count, bool IsOver) Add(string key, long more, DateTimeOffset now)
    {
        var (start, count) = _counts.GetValueOrDefault(key, (now, 0));
        if (now - start >= span) (start, count) = (now, 0);
        if (count + more > most) return (count + more, true);
        _counts[key] = (start, count + more);
        return (count + more, false);
    }
}
