using Guidon.Monitoring.Series;

namespace Guidon.Server.Monitoring;

/// <summary>What one destination's pump counted since it was last asked. Each value is counted under its own lock, which hardly anybody waits for: one pump counts, one loop takes.</summary>
internal sealed class DestinationTally
{
    private readonly Lock _gate = new();
    private QuantileSketch _latency = new();   // under the gate, as all that is counted

    internal long Attempts { get; set; }

    internal long Failures { get; set; }

    internal long Contradictions { get; set; }

    internal long Delivered { get; set; }

    internal long Withheld { get; set; }

    internal long Parked { get; set; }

    internal long MapperFailures { get; set; }

    internal void Count(Action<DestinationTally, long> add, long value)
    {
        lock (_gate) add(this, value);
    }

    internal void Measure(double seconds)
    {
        lock (_gate) _latency.Add(seconds);
    }

    /// <summary>Hands over what was counted and begins anew.</summary>
    internal (SeriesCounts Counts, QuantileSketch Latency) Take()
    {
        lock (_gate)
        {
            var counts = new SeriesCounts
            {
                Attempts = Attempts, Failures = Failures, Contradictions = Contradictions, Delivered = Delivered, Withheld = Withheld, Parked = Parked,
                MapperFailures = MapperFailures,
            };
            var latency = _latency;
            (Attempts, Failures, Contradictions, Delivered, Withheld, Parked, MapperFailures, _latency) = (0, 0, 0, 0, 0, 0, 0, new QuantileSketch());
            return (counts, latency);
        }
    }
}
