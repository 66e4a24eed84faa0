using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Guidon.Monitoring.Series;

namespace Guidon.Server.Monitoring;

/// <summary>
/// Hears what the pumps count, at the moment and place where they count it: the product's own alerts and those of Prometheus see the same
/// numbers. Listens to one service's instruments, since another in this process has some of the same names.
/// </summary>
/// <remarks>Hot: called several times for each delivered event. No allocation and no lock that pumps share; <c>DeliveryTallyTests</c> says so.</remarks>
internal sealed class DeliveryTally : IDisposable
{
    private const string Lag = "guidon.delivery.lag";

    private static readonly Dictionary<string, Action<DestinationTally, long>> s_counters = new()
    {
        ["guidon.delivery.attempts"] = static (tally, value) => tally.Attempts += value,
        ["guidon.delivery.failures"] = static (tally, value) => tally.Failures += value,
        ["guidon.delivery.contradictions"] = static (tally, value) => tally.Contradictions += value,
        ["guidon.delivery.delivered"] = static (tally, value) => tally.Delivered += value,
        ["guidon.delivery.withheld"] = static (tally, value) => tally.Withheld += value,
        ["guidon.delivery.parked"] = static (tally, value) => tally.Parked += value,
        ["guidon.delivery.mapper.failures"] = static (tally, value) => tally.MapperFailures += value,
    };

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<int, DestinationTally> _tallies = new();

    internal DeliveryTally(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter)) return;
            var add = s_counters.GetValueOrDefault(instrument.Name);
            if (add is not null || instrument.Name == Lag) listener.EnableMeasurementEvents(instrument, add);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, add) => Count(add, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => Measure(value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>What was counted for a destination since the last call.</summary>
    internal (SeriesCounts Counts, QuantileSketch Latency) Take(int destinationId) =>
        _tallies.TryGetValue(destinationId, out var tally) ? tally.Take() : (SeriesCounts.None, new QuantileSketch());

    /// <summary>The destination is gone.</summary>
    internal void Forget(int destinationId) => _tallies.TryRemove(destinationId, out _);

    private void Count(object? add, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (value != 0 && add is Action<DestinationTally, long> known && Of(tags) is { } tally) tally.Count(known, value);
    }

    private void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Of(tags)?.Measure(value);

    private DestinationTally? Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.Length > 0 && tags[0].Value is int destination ? _tallies.GetOrAdd(destination, static _ => new DestinationTally()) : null;
}
