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
        else if (now - last.At < s_pause && now >= last.At)
        {
            _kinds[kind] = last with { Held = last.Held + 1 };
            return null;
        }

        _kinds[kind] = (now, 0);
        return last.Held + 1;
    }

    // What nothing is held of may be let through again at once.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (kind, _) in _kinds.Where(each => now - each.Value.At >= s_pause && each.Value.Held == 0).ToList()) _kinds.Remove(kind);
    }
}
