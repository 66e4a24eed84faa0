using System.Diagnostics.Metrics;
using Guidon.Monitoring.Series;
using Guidon.Server.Monitoring;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>What pumps count, heard in their own threads.</summary>
public sealed class DeliveryTallyTests
{
    private static readonly KeyValuePair<string, object?>[] s_one = [new("destination", 1), new("integration", "webhook")];
    private static readonly KeyValuePair<string, object?>[] s_two = [new("destination", 2), new("integration", "webhook")];

    [Fact]
    public void What_is_counted_is_handed_over_once_by_destination()
    {
        using var meter = new Meter("delivery");
        using var tally = new DeliveryTally(meter);
        string[] names = ["attempts", "failures", "contradictions", "delivered", "withheld", "parked", "mapper.failures"];
        for (var at = 0; at < names.Length; at++) meter.CreateCounter<long>($"guidon.delivery.{names[at]}").Add(at + 1, s_one);
        meter.CreateHistogram<double>("guidon.delivery.lag").Record(0.5, s_two);
        meter.CreateHistogram<double>("guidon.delivery.request.duration").Record(0.5, s_two);

        var (counts, latency) = tally.Take(1);

        Assert.Equal(new SeriesCounts { Attempts = 1, Failures = 2, Contradictions = 3, Delivered = 4, Withheld = 5, Parked = 6, MapperFailures = 7 }, counts);
        Assert.Equal((0, 1), (latency.Count, tally.Take(2).Latency.Count));
        Assert.Equal((SeriesCounts.None, 0), (tally.Take(1).Counts, tally.Take(2).Latency.Count));
    }

    [Fact]
    public void Counting_a_delivered_event_allocates_nothing()
    {
        using var meter = new Meter("delivery");
        using var tally = new DeliveryTally(meter);
        var (delivered, lag) = (meter.CreateCounter<long>("guidon.delivery.delivered"), meter.CreateHistogram<double>("guidon.delivery.lag"));
        Deliver();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Deliver();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_001, tally.Take(1).Counts.Delivered);

        void Deliver()
        {
            delivered.Add(1, s_one);
            lag.Record(0.25, s_one);
        }
    }
}
