namespace Guidon.Delivery;

/// <summary>A token bucket: so many units a second on average, and at most one second's worth at once.</summary>
/// <param name="perSecond">Units; <see langword="null"/> for no limit.</param>
internal sealed class RateBudget(double? perSecond)
{
    private double _units = Math.Max(1, perSecond ?? 0);
    private DateTimeOffset _countedAt = DateTimeOffset.MinValue;

    /// <summary>When at least one unit is there; not after <paramref name="now"/> when it is there already.</summary>
    internal DateTimeOffset FreeAt(DateTimeOffset now)
    {
        if (perSecond is not { } rate) return now;
        Refill(now, rate);
        return _units >= 1 ? now : now + TimeSpan.FromSeconds((1 - _units) / rate);
    }

    /// <summary>Takes what a request costs; a large one takes in advance, and the next one waits for it.</summary>
    internal void Take(DateTimeOffset now, int units)
    {
        if (perSecond is not { } rate) return;
        Refill(now, rate);
        _units -= units;
    }

    private void Refill(DateTimeOffset now, double rate)
    {
        if (_countedAt != DateTimeOffset.MinValue && now > _countedAt)
            _units = Math.Min(Math.Max(1, rate), _units + (now - _countedAt).TotalSeconds * rate);
        _countedAt = now;
    }
}
