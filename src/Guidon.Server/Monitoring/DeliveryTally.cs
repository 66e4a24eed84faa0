using System.Diagnostics.Metrics;
using Guidon.Monitoring.Series;

namespace Guidon.Server.Monitoring;

/// <summary>
/// Hears what the pumps count, at the moment and place where they count it: the product's own alerts and those of Prometheus see the same
/// numbers. Listens to one service's instruments, since another in this process has some of the same names.
/// </summary>
internal sealed class DeliveryTally : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<int, SeriesCounts> _counts = [];   // under the gate, as the next
    private readonly Dictionary<int, QuantileSketch> _latencies = [];

    internal DeliveryTally(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter) && !instrument.IsObservable) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument.Name, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>What was counted for a destination since the last call.</summary>
    internal (SeriesCounts Counts, QuantileSketch Latency) Take(int destinationId)
    {
        lock (_gate)
        {
            _counts.Remove(destinationId, out var counts);
            _latencies.Remove(destinationId, out var latency);
            return (counts ?? SeriesCounts.None, latency ?? new QuantileSketch());
        }
    }

    private void Count(string instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (value == 0 || tags.Length == 0 || tags[0].Value is not int destination) return;
        var added = instrument switch
        {
            "guidon.delivery.attempts" => new SeriesCounts { Attempts = value },
            "guidon.delivery.failures" => new SeriesCounts { Failures = value },
            "guidon.delivery.contradictions" => new SeriesCounts { Contradictions = value },
            "guidon.delivery.delivered" => new SeriesCounts { Delivered = value },
            "guidon.delivery.withheld" => new SeriesCounts { Withheld = value },
            "guidon.delivery.parked" => new SeriesCounts { Parked = value },
            "guidon.delivery.mapper.failures" => new SeriesCounts { MapperFailures = value },
            _ => null,
        };
        if (added is null) return;
        lock (_gate) _counts[destination] = _counts.TryGetValue(destination, out var before) ? before + added : added;
    }

    private void Measure(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument != "guidon.delivery.lag" || tags.Length == 0 || tags[0].Value is not int destination) return;
        lock (_gate)
        {
            if (!_latencies.TryGetValue(destination, out var latency)) _latencies[destination] = latency = new QuantileSketch();
            latency.Add(value);
        }
    }
}
