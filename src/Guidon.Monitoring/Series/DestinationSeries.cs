namespace Guidon.Monitoring.Series;

/// <summary>The last hours of one destination by minute, and its last weeks by hour, added up over all nodes. One caller at a time.</summary>
/// <param name="destinationId">Whose.</param>
/// <param name="share">This node's share; what it adds is its own.</param>
public sealed class DestinationSeries(int destinationId, string share = "")
{
    /// <summary>How long minutes are kept: the longest window that is measured in minutes, and a little.</summary>
    public static TimeSpan MinutesKept { get; } = TimeSpan.FromHours(7);

    /// <summary>How long hours are kept: the weeks that a volume is compared with.</summary>
    public static TimeSpan HoursKept { get; } = TimeSpan.FromDays(36);

    /// <summary>Windows up to here are added up from minutes, longer ones from hours.</summary>
    public static TimeSpan MinutesWindowMax { get; } = TimeSpan.FromHours(6);

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    // One point per share that has any.
    private readonly SortedDictionary<DateTimeOffset, List<SeriesPoint>> _minutes = [];
    private readonly SortedDictionary<DateTimeOffset, List<SeriesPoint>> _hours = [];

    /// <summary>The last minute that this node measured; <see langword="null"/> before the first. What stands still is not measured.</summary>
    public DateTimeOffset? LastMinute { get; private set; }

    /// <summary>Takes what was stored; of this node's own share only what it does not know better.</summary>
    public void Restore(SeriesPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var shares = SharesAt(point.Width == s_hour ? _hours : _minutes, point.StartsAt);
        var at = shares.FindIndex(known => known.Share == point.Share);
        if (at < 0) shares.Add(point);
        else if (point.Share != share) shares[at] = point;
        if (point.Share == share && point.Width == s_minute && !(LastMinute >= point.StartsAt)) LastMinute = point.StartsAt;
    }

    /// <summary>Adds what happened in a minute.</summary>
    /// <returns>The minute and its hour as they are now, this node's share, to be stored.</returns>
    public IReadOnlyList<SeriesPoint> Add(DateTimeOffset at, SeriesCounts counts, QuantileSketch latency)
    {
        var points = new[] { Add(_minutes, at, s_minute, counts, latency), Add(_hours, at, s_hour, counts, latency) };
        LastMinute = points[0].StartsAt;
        Drop(_minutes, at - MinutesKept);
        Drop(_hours, at - HoursKept);
        return points;
    }

    /// <summary>Everything in the window that ends with the present minute.</summary>
    /// <param name="window">In whole minutes up to six hours, in whole hours beyond.</param>
    /// <param name="now">UTC; what the present minute has already is counted.</param>
    public SeriesCounts Sum(TimeSpan window, DateTimeOffset now) => SeriesCounts.Sum(Points(window, now).Select(static point => point.Counts));

    /// <summary>Whether another node delivered something in the window.</summary>
    public bool HasDeliveredElsewhere(TimeSpan window, DateTimeOffset now) => Points(window, now).Any(point => point.Share != share && point.Counts.Delivered > 0);

    /// <summary>The merged latencies of the window.</summary>
    public QuantileSketch Latency(TimeSpan window, DateTimeOffset now)
    {
        var merged = new QuantileSketch();
        foreach (var point in Points(window, now)) merged.Merge(point.Latency);
        return merged;
    }

    /// <summary>Accepted events of one hour; <see langword="null"/> when it was not measured.</summary>
    public long? Hour(DateTimeOffset startsAt) => _hours.TryGetValue(startsAt, out var shares) ? shares.Sum(static point => point.Counts.Accepted) : null;

    /// <summary>The beginning of the minute or hour of a time.</summary>
    public static DateTimeOffset Floor(DateTimeOffset at, TimeSpan width) => new(at.UtcTicks - (at.UtcTicks % width.Ticks), TimeSpan.Zero);

    private IEnumerable<SeriesPoint> Points(TimeSpan window, DateTimeOffset now)
    {
        var byHour = window > MinutesWindowMax;
        var (points, width) = byHour ? (_hours, s_hour) : (_minutes, s_minute);
        var from = Floor(now, width) + width - window;
        return points.Where(shares => shares.Key >= from && shares.Key <= now).SelectMany(static shares => shares.Value);
    }

    private SeriesPoint Add(
        SortedDictionary<DateTimeOffset, List<SeriesPoint>> points, DateTimeOffset at, TimeSpan width, SeriesCounts counts, QuantileSketch latency)
    {
        var startsAt = Floor(at, width);
        var shares = SharesAt(points, startsAt);
        var own = shares.FindIndex(known => known.Share == share);
        if (own < 0)
        {
            own = shares.Count;
            shares.Add(new SeriesPoint { DestinationId = destinationId, StartsAt = startsAt, Width = width, Share = share, Counts = SeriesCounts.None, Latency = new QuantileSketch() });
        }

        shares[own].Latency.Merge(latency);
        return shares[own] = shares[own] with { Counts = shares[own].Counts + counts };
    }

    private static List<SeriesPoint> SharesAt(SortedDictionary<DateTimeOffset, List<SeriesPoint>> points, DateTimeOffset startsAt)
    {
        if (!points.TryGetValue(startsAt, out var shares)) points[startsAt] = shares = new List<SeriesPoint>(1);
        return shares;
    }

    private static void Drop(SortedDictionary<DateTimeOffset, List<SeriesPoint>> points, DateTimeOffset before)
    {
        foreach (var old in points.Keys.TakeWhile(startsAt => startsAt < before).ToList()) points.Remove(old);
    }
}
