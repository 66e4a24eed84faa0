namespace Guidon.Monitoring.Series;

/// <summary>The last hours of one destination by minute, and its last weeks by hour. One caller at a time.</summary>
public sealed class DestinationSeries(int destinationId)
{
    /// <summary>How long minutes are kept: the longest window that is measured in minutes, and a little.</summary>
    public static TimeSpan MinutesKept { get; } = TimeSpan.FromHours(7);

    /// <summary>How long hours are kept: the weeks that a volume is compared with.</summary>
    public static TimeSpan HoursKept { get; } = TimeSpan.FromDays(36);

    /// <summary>Windows up to here are added up from minutes, longer ones from hours.</summary>
    public static TimeSpan MinutesWindowMax { get; } = TimeSpan.FromHours(6);

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly SortedDictionary<DateTimeOffset, SeriesPoint> _minutes = [];
    private readonly SortedDictionary<DateTimeOffset, SeriesPoint> _hours = [];

    /// <summary>The last minute that was measured; <see langword="null"/> before the first. What stands still is not measured.</summary>
    public DateTimeOffset? LastMinute => _minutes.Count == 0 ? null : _minutes.Keys.Last();

    /// <summary>Takes back what was stored.</summary>
    public void Restore(SeriesPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        (point.Width == s_hour ? _hours : _minutes)[point.StartsAt] = point;
    }

    /// <summary>Adds what happened in a minute.</summary>
    /// <returns>The minute and its hour as they are now, to be stored.</returns>
    public IReadOnlyList<SeriesPoint> Add(DateTimeOffset at, SeriesCounts counts, QuantileSketch latency)
    {
        var points = new[] { Add(_minutes, at, s_minute, counts, latency), Add(_hours, at, s_hour, counts, latency) };
        Drop(_minutes, at - MinutesKept);
        Drop(_hours, at - HoursKept);
        return points;
    }

    /// <summary>Everything in the window that ends with the present minute.</summary>
    /// <param name="window">In whole minutes up to six hours, in whole hours beyond.</param>
    /// <param name="now">UTC; what the present minute has already is counted.</param>
    public SeriesCounts Sum(TimeSpan window, DateTimeOffset now) => SeriesCounts.Sum(Points(window, now).Select(static point => point.Counts));

    /// <summary>The merged latencies of the window.</summary>
    public QuantileSketch Latency(TimeSpan window, DateTimeOffset now)
    {
        var merged = new QuantileSketch();
        foreach (var point in Points(window, now)) merged.Merge(point.Latency);
        return merged;
    }

    /// <summary>Accepted events of one hour; <see langword="null"/> when it was not measured.</summary>
    public long? Hour(DateTimeOffset startsAt) => _hours.TryGetValue(startsAt, out var point) ? point.Counts.Accepted : null;

    /// <summary>The beginning of the minute or hour of a time.</summary>
    public static DateTimeOffset Floor(DateTimeOffset at, TimeSpan width) => new(at.UtcTicks - (at.UtcTicks % width.Ticks), TimeSpan.Zero);

    private IEnumerable<SeriesPoint> Points(TimeSpan window, DateTimeOffset now)
    {
        var byHour = window > MinutesWindowMax;
        var (points, width) = byHour ? (_hours, s_hour) : (_minutes, s_minute);
        var from = Floor(now, width) + width - window;
        return points.Values.Where(point => point.StartsAt >= from && point.StartsAt <= now);
    }

    private SeriesPoint Add(
        SortedDictionary<DateTimeOffset, SeriesPoint> points, DateTimeOffset at, TimeSpan width, SeriesCounts counts, QuantileSketch latency)
    {
        var startsAt = Floor(at, width);
        if (!points.TryGetValue(startsAt, out var point))
            point = new SeriesPoint { DestinationId = destinationId, StartsAt = startsAt, Width = width, Counts = SeriesCounts.None, Latency = new QuantileSketch() };
        point.Latency.Merge(latency);
        return points[startsAt] = point with { Counts = point.Counts + counts };
    }

    private static void Drop(SortedDictionary<DateTimeOffset, SeriesPoint> points, DateTimeOffset before)
    {
        foreach (var old in points.Keys.TakeWhile(startsAt => startsAt < before).ToList()) points.Remove(old);
    }
}
