using System.Diagnostics.Metrics;

namespace Guidon.Storage.Sqlite;

/// <summary>The meter <c>Guidon.Storage.Sqlite</c>: one method per moment.</summary>
internal sealed class SqliteMetrics : IDisposable
{
    private readonly Meter _meter = new(SqliteStorage.MeterName);
    private readonly Histogram<int> _operations;
    private readonly Histogram<double> _duration;
    private long _commits;
    private long _failures;

    /// <summary>Registers the instruments. The counters are observed, so that they are exported as 0 before the first commit.</summary>
    internal SqliteMetrics()
    {
        _meter.CreateObservableCounter(
            "guidon.sqlite.commits", () => Volatile.Read(ref _commits), "{commit}", "Group commits.");
        _meter.CreateObservableCounter(
            "guidon.sqlite.commit_failures", () => Volatile.Read(ref _failures), "{commit}", "Group commits that failed as a whole.");
        _operations = _meter.CreateHistogram<int>("guidon.sqlite.commit.operations", "{operation}", "Writes that shared one commit.");
        _duration = _meter.CreateHistogram<double>("guidon.sqlite.commit.duration", "s", "Time of one group, from its begin to its fsync.");
    }

    public void Dispose() => _meter.Dispose();

    internal void GroupCommitted(int operations, TimeSpan duration)
    {
        Interlocked.Increment(ref _commits);
        if (_operations.Enabled) _operations.Record(operations);
        if (_duration.Enabled) _duration.Record(duration.TotalSeconds);
    }

    internal void GroupFailed() => Interlocked.Increment(ref _failures);
}
