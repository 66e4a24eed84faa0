using System.Diagnostics.Metrics;

namespace Guidon.Storage.Stores;

/// <summary>An engine's meter: one method per moment.</summary>
internal sealed class StoreMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<int> _operations;
    private readonly Histogram<double> _duration;
    private long _commits;
    private long _failures;

    /// <summary>Registers the instruments. The counters are observed, so that they are exported as 0 before the first commit.</summary>
    /// <param name="meter">Its name, that of the engine's room.</param>
    /// <param name="engine">Names the engine in its instruments.</param>
    internal StoreMetrics(string meter, string engine)
    {
        _meter = new Meter(meter);
        _meter.CreateObservableCounter(
            $"guidon.{engine}.commits", () => Volatile.Read(ref _commits), "{commit}", "Group commits.");
        _meter.CreateObservableCounter(
            $"guidon.{engine}.commit_failures", () => Volatile.Read(ref _failures), "{commit}", "Group commits that failed as a whole.");
        _operations = _meter.CreateHistogram<int>($"guidon.{engine}.commit.operations", "{operation}", "Writes that shared one commit.");
        _duration = _meter.CreateHistogram<double>($"guidon.{engine}.commit.duration", "s", "Time of one group, from its begin to its fsync.");
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
