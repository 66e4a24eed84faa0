namespace Guidon.Monitoring.Series;

/// <summary>Keeps series, bounded: minutes for hours, hours for weeks.</summary>
public interface ISeriesStore
{
    /// <summary>Writes points, replacing those of the same destination, width, start and share, and drops what is older than its kind is kept.</summary>
    /// <param name="points">A few per destination.</param>
    /// <param name="minutesFrom">Minutes before this are dropped.</param>
    /// <param name="hoursFrom">Hours before this are dropped.</param>
    /// <param name="cancellation">Stops it before it began.</param>
    ValueTask KeepAsync(IReadOnlyList<SeriesPoint> points, DateTimeOffset minutesFrom, DateTimeOffset hoursFrom, CancellationToken cancellation);

    /// <summary>All points from a time on, of every share, oldest first.</summary>
    /// <param name="width">A minute or an hour.</param>
    /// <param name="from">UTC.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyList<SeriesPoint>> ReadAsync(TimeSpan width, DateTimeOffset from, CancellationToken cancellation);
}
