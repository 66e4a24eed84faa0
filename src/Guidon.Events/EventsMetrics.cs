using System.Diagnostics.Metrics;

namespace Guidon.Events;

/// <summary>The meter <c>Guidon.Events</c>: one method per moment. One instance per process.</summary>
public sealed class EventsMetrics : IDisposable
{
    /// <summary>Name of the meter, for the exporter.</summary>
    public const string MeterName = "Guidon.Events";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _duration;
    private long _accepted;
    private long _refused;
    private long _unaccounted;
    private long _left;

    /// <summary>Registers the instruments. The counters are observed, so that they are exported as 0 before the first event.</summary>
    public EventsMetrics()
    {
        _meter.CreateObservableCounter(
            "guidon.intake.accepted.events", () => Volatile.Read(ref _accepted), "{event}", "Events that became durable.");
        _meter.CreateObservableCounter(
            "guidon.capture_gap.events", () => Volatile.Read(ref _refused), "{event}", "Events that could not be made durable.");
        _meter.CreateObservableCounter(
            "guidon.intake.left.events", () => Volatile.Read(ref _left), "{event}", "Events whose callers were answered before it was certain that they are durable, since the log hung.");
        _meter.CreateObservableGauge(
            "guidon.intake.residual.events", () => Volatile.Read(ref _unaccounted), "{event}", "Events that callers were told are durable, less those that the log says it stored; must be 0.");
        _batch = _meter.CreateHistogram<int>("guidon.intake.batch.events", "{event}", "Events per append to the log.");
        _duration = _meter.CreateHistogram<double>("guidon.intake.append.duration", "s", "Time of one append to the log.");
    }

    /// <summary>Events that became durable since the start.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Events that could not be made durable since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Events that callers were told are durable, less those that the log says it stored, since the start. Must be 0.</summary>
    public long Unaccounted => Volatile.Read(ref _unaccounted);

    /// <summary>Events whose callers were answered before it was certain that they are durable, since the start. Each becomes accepted or refused.</summary>
    public long Left => Volatile.Read(ref _left);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void BatchAppended(int events, TimeSpan duration)
    {
        Interlocked.Add(ref _accepted, events);
        if (_batch.Enabled) _batch.Record(events);
        if (_duration.Enabled) _duration.Record(duration.TotalSeconds);
    }

    internal void GroupUnbalanced(int events) => Interlocked.Add(ref _unaccounted, events);

    internal void EventLeft() => Interlocked.Increment(ref _left);

    internal void EventRefused() => Interlocked.Increment(ref _refused);
}
