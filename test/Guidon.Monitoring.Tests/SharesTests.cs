using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Tests;

/// <summary>Several nodes are one installation: sums are made over all shares before anything is divided.</summary>
public sealed class SharesTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Shares_of_nodes_are_added_up_and_the_newest_state_of_a_share_holds()
    {
        var series = new DestinationSeries(1, "one");
        series.Add(Some.Start, new SeriesCounts { Attempts = 3, Failures = 3 }, Sketch(1));
        series.Restore(Point("two", attempts: 1));
        series.Restore(Point("two", attempts: 4));
        series.Restore(Point("one", attempts: 99));   // what it knows better itself

        var sum = series.Sum(TimeSpan.FromMinutes(5), Some.Start);

        Assert.Equal((7, 7), (sum.Attempts, sum.Failures));
        Assert.Equal(2, series.Latency(TimeSpan.FromMinutes(5), Some.Start).Count);
        Assert.True(series.HasDeliveredElsewhere(s_minute, Some.Start));
        Assert.False(series.HasDeliveredElsewhere(s_minute, Some.Start.AddMinutes(3)));
        Assert.Equal(Some.Start, series.LastMinute);
    }

    [Fact]
    public void What_another_node_stored_does_not_count_as_measured_here()
    {
        var series = new DestinationSeries(1, "one");

        series.Restore(Point("two", attempts: 1));

        Assert.Null(series.LastMinute);
    }

    [Fact]
    public void A_rule_about_nodes_sees_all_of_them_and_names_the_one_that_it_is_about()
    {
        var scene = Some.Scene(Some.Start, new NodeReading { Name = "one" }) with
        {
            Others = [new NodeReading { Name = "two", MetricsMisses = 3 }, new NodeReading { Name = "three", IsSpaceLow = true, UsablePercent = 4 }],
            Lost = ["four"],
        };

        Assert.Equal(["DiskLow", "NodeLost", "MetricsUnreachable"], Some.Breached(scene));
        Assert.Equal("two: no metrics for 3 looks in a row", Assert.Single(RuleCatalog.Find("MetricsUnreachable")!.Evaluate(scene)).Summary);
        Assert.Equal("not heard of: four", Assert.Single(RuleCatalog.Find("NodeLost")!.Evaluate(scene)).Summary);
    }

    [Fact]
    public void What_a_person_did_by_way_of_another_node_is_heard_of()
    {
        var alert = new Alert { Id = 5, Rule = "NodeLost", DestinationId = 0, Integration = "", State = AlertState.Firing, Summary = "", StartedAt = Some.Start, SeenAt = Some.Start, FiredAt = Some.Start };
        var book = new AlertBook(RuleCatalog.All, [alert], Some.Start, TimeSpan.Zero);

        book.Heard([alert with { SilencedUntil = Some.Start.AddHours(1), AcknowledgedBy = "ann" }]);

        Assert.Equal(("ann", Some.Start.AddHours(1)), (Assert.Single(book.Open).AcknowledgedBy, Assert.Single(book.Open).SilencedUntil));
    }

    private static SeriesPoint Point(string share, long attempts) => new()
    {
        DestinationId = 1, StartsAt = Some.Start, Width = s_minute, Share = share, Latency = Sketch(2),
        Counts = new SeriesCounts { Attempts = attempts, Failures = attempts, Delivered = 1 },
    };

    private static QuantileSketch Sketch(double seconds)
    {
        var sketch = new QuantileSketch();
        sketch.Add(seconds);
        return sketch;
    }
}
