namespace Guidon.Server.Tracking;

/// <summary>Lets each kind of error through once a minute, with how often it happened meanwhile. Not for several threads.</summary>
internal sealed class ErrorLimit
{
    private const int KindsMax = 500;   // more kinds than that are one fault with a changing name

    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (DateTimeOffset At, long Held)> _kinds = [];

    /// <returns>How often it happened since it was let through last, this time included; <see langword="null"/> when it is held back.</returns>
    internal long? Take(string kind, DateTimeOffset now)
    {
        if (!_kinds.TryGetValue(kind, out var last))
        {
            if (_kinds.Count >= KindsMax) Forget(now);
            if (_kinds.Count >= KindsMax) return null;
        }
        else if (!IsDue(last.At, now))
        {
            _kinds[kind] = last with { Held = last.Held + 1 };
            return null;
        }

        _kinds[kind] = (now, 0);
        return last.Held + 1;
    }

    // What may be let through again at once: all of which nothing is held and, when there is none, the one that was let through longest ago. Its number
    // is lost, which is less than not to hear of what is new.
    private void Forget(DateTimeOffset now)
    {
        var due = _kinds.Where(each => IsDue(each.Value.At, now)).OrderBy(each => each.Value.At).ToList();
        var idle = due.Where(each => each.Value.Held == 0).ToList();
        foreach (var (kind, _) in idle.Count > 0 ? idle : due.Take(1)) _kinds.Remove(kind);
    }

    private static bool IsDue(DateTimeOffset at, DateTimeOffset now) => now - at >= s_pause || now < at;   // the wall clock may have been set back
}
