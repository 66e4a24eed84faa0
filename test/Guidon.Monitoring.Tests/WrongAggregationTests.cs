using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Tests;

/// <summary>
/// Eight regions with twelve functions each; one of the twelve sends to integrations, 15,000 events a minute in all, and every attempt fails.
/// Each formula below hides that under a threshold of ten percent. Source: our reconstruction, ../shared/spec, section 5.2.
/// </summary>
public sealed class WrongAggregationTests
{
    private const double Threshold = 0.10;
    private const int Regions = 8;
    private const int Functions = 12;
    private const long EventsPerMinute = 15_000;

    private sealed record Function(int Region, bool Sends, long Calls, long Errors);

    [Theory]
    [Trait("Row", "MON-01")]
    [Trait("Row", "DRL-03")]
    [InlineData("mean of all functions' ratios", 0.083)]
    [InlineData("the same, two regions with traffic and idle ones as 0", 0.021)]
    [InlineData("errors over all requests of the edge", 0.012)]
    [InlineData("mean over time, sender runs one minute in fifteen", 0.067)]
    [InlineData("mean over fifty workers, two of them busy", 0.04)]
    [InlineData("errors per instance below a count", 0.0)]
    [InlineData("counted after the mapper, which throws first", 0.0)]
    public void A_wrong_formula_stays_silent_where_ours_fires(string formula, double expected)
    {
        var wrong = Wrong(formula);

        Assert.Equal(expected, wrong, 0.002);
        Assert.True(wrong < Threshold, $"{formula} would have fired");
        var ours = Some.Series(5, new SeriesCounts { Accepted = EventsPerMinute, Attempts = EventsPerMinute, Failures = EventsPerMinute });
        Assert.Contains("DestinationFailing", Some.Breached(Some.Scene(Some.Start.AddMinutes(4), Some.Reading(ours))));
        Assert.Contains("IntegrationFailing", Some.Breached(Some.Scene(Some.Start.AddMinutes(4), Some.Reading(ours))));
    }

    [Fact]
    [Trait("Row", "MON-01")]
    public void Nothing_attempted_at_all_is_no_zero_but_an_alarm()
    {
        var series = Some.Series(10, new SeriesCounts { Accepted = EventsPerMinute, MapperFailures = 1 });
        var reading = Some.Reading(series) with { OldestPendingSeconds = 500, HeldReason = "mapper_error" };

        var breached = Some.Breached(Some.Scene(Some.Start.AddMinutes(9), reading));

        Assert.Contains("DeliverySilent", breached);
        Assert.Contains("MapperFailing", breached);
    }

    [Fact]
    [Trait("Row", "MON-02")]
    public void One_failing_destination_is_named_beside_others_that_are_a_hundred_times_larger()
    {
        var small = Some.Reading(Some.Series(5, new SeriesCounts { Attempts = 10, Failures = 10 }, id: 7), id: 7, integration: "heap") with { LastProblem = "http_500" };
        var large = Some.Reading(Some.Series(5, new SeriesCounts { Attempts = 1_000, Delivered = 1_000 }, id: 8), id: 8);

        var breach = Assert.Single(RuleCatalog.Find("DestinationFailing")!.Evaluate(Some.Scene(Some.Start.AddMinutes(4), small, large)));

        Assert.Equal((7, "heap"), (breach.DestinationId, breach.Integration));
        Assert.Contains("heap (mapper 3)", breach.Summary, StringComparison.Ordinal);
        Assert.Contains("http_500", breach.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Row", "M02")]
    [InlineData(54, 10, 0, 6, 10_000, 2_000, false)]   // six busy minutes at 20 %: far below half
    [InlineData(58, 0, 0, 2, 10_000, 10_000, true)]    // the sender is idle but for two minutes, which fail
    [InlineData(59, 1_000, 0, 1, 5, 5, false)]         // one nearly idle minute fails, the busy ones do not
    public void Idle_and_busy_minutes_weigh_what_they_carry(
        int firstMinutes, long firstCalls, long firstErrors, int thenMinutes, long thenCalls, long thenErrors, bool isAlarm)
    {
        var series = Some.Series(firstMinutes, new SeriesCounts { Attempts = firstCalls, Failures = firstErrors });
        for (var i = 0; i < thenMinutes; i++)
            series.Add(Some.Start.AddMinutes(firstMinutes + i), new SeriesCounts { Attempts = thenCalls, Failures = thenErrors }, new QuantileSketch());

        var breached = Some.Breached(Some.Scene(Some.Start.AddMinutes(firstMinutes + thenMinutes - 1), Some.Reading(series)));

        Assert.Equal(isAlarm, breached.Contains("DestinationFailing"));
    }

    private static double Wrong(string formula)
    {
        var all = Fleet(regionsWithTraffic: Regions);
        return formula switch
        {
            "mean of all functions' ratios" => all.Average(Ratio),
            "the same, two regions with traffic and idle ones as 0" => Fleet(regionsWithTraffic: 2).Average(Ratio),
            "errors over all requests of the edge" => (double)EventsPerMinute / (1_200_000 + EventsPerMinute),
            "mean over time, sender runs one minute in fifteen" => Enumerable.Range(0, 15).Average(minute => minute == 0 ? 1.0 : 0.0),
            "mean over fifty workers, two of them busy" => Enumerable.Range(0, 50).Average(worker => worker < 2 ? 1.0 : 0.0),
            // 156 errors per instance and minute: the threshold of 500 is not reached, which reads as "no alarm at all".
            "errors per instance below a count" => EventsPerMinute / (Regions * Functions) > 500 ? 1 : 0,
            "counted after the mapper, which throws first" => Ratio(new Function(0, Sends: true, 0, 0)),
            _ => throw new ArgumentException(formula, nameof(formula)),
        };
    }

    private static Function[] Fleet(int regionsWithTraffic) =>
        [.. from region in Enumerable.Range(0, Regions)
            from number in Enumerable.Range(0, Functions)
            let sends = number == 0
            let calls = !sends ? 100_000 : region < regionsWithTraffic ? EventsPerMinute / regionsWithTraffic : 0
            select new Function(region, sends, calls, sends ? calls : 0)];

    private static double Ratio(Function function) => function.Calls == 0 ? 0 : (double)function.Errors / function.Calls;
}
