using Guidon.Monitoring.Series;
using Guidon.Storage;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>A store of series that cannot write while the disk is full.</summary>
internal sealed class FailingSeries(ISeriesStore real) : ISeriesStore
{
    internal bool IsFull { get; set; }

    public ValueTask KeepAsync(IReadOnlyList<SeriesPoint> points, DateTimeOffset minutesFrom, DateTimeOffset hoursFrom, CancellationToken cancellation) =>
        IsFull ? throw new StorageException("No space left on device.", null) : real.KeepAsync(points, minutesFrom, hoursFrom, cancellation);

    public ValueTask<IReadOnlyList<SeriesPoint>> ReadAsync(TimeSpan width, DateTimeOffset from, CancellationToken cancellation) => real.ReadAsync(width, from, cancellation);
}
