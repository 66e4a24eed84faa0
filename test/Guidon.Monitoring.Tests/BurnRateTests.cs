using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Tests;

public sealed class BurnRateTests
{
    [Fact]
    [Trait("Row", "MON-05")]
    public void Events_that_stand_in_a_queue_are_late_without_any_attempt()
    {
        var count = new MaturityCount();
        var series = new DestinationSeries(1);
        var (accepted, settled) = (0L, 0L);
        var firedAt = 0;
        for (var minute = 0; minute < 30 && firedAt == 0; minute++)
        {
            accepted += 100;
            if (minute < 10) settled = accepted;   // then nothing goes out any more, and nothing is tried either
            var now = Some.Start.AddMinutes(minute);
            var (matured, late) = count.Look(now, accepted, settled);
            series.Add(now, new SeriesCounts { Accepted = 100, Matured = matured, Late = late }, new QuantileSketch());
            if (Some.Breached(Some.Scene(now, Some.Reading(series) with { OldestPendingSeconds = Math.Max(0, minute - 10) * 60 })).Contains("BurnFast")) firedAt = minute;
        }

        Assert.InRange(firedAt, 14, 16);   // at minute 10 it stops; five minutes later the first events are late
    }

    [Fact]
    public void Each_event_is_counted_once_as_on_time_or_late()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        var count = new MaturityCount();
        var (accepted, settled, matured, late) = (0L, 0L, 0L, 0L);
        count.Look(Some.Start, 0, 0);
        for (var minute = 1; minute <= 600; minute++)
        {
            if (minute < 590) accepted += random.Next(0, 50);
            settled = Math.Min(accepted, settled + random.Next(0, 60));
            var (grown, tardy) = count.Look(Some.Start.AddMinutes(minute), accepted, settled);
            Assert.InRange(tardy, 0, grown);
            matured += grown;
            late += tardy;
        }

        Assert.Equal(accepted, matured);
        Assert.InRange(late, 1, matured - 1);
    }

    [Fact]
    public void Few_events_are_noise_and_many_at_one_in_a_hundred_burn_slowly_but_surely()
    {
        var few = Some.Series(60, SeriesCounts.None);
        few.Add(Some.Start.AddMinutes(59), new SeriesCounts { Matured = 10, Late = 10 }, new QuantileSketch());
        var some = Some.Series(360, new SeriesCounts { Matured = 1_000, Late = 8 });

        Assert.DoesNotContain("BurnFast", Some.Breached(Some.Scene(Some.Start.AddMinutes(59), Some.Reading(few))));
        var breached = Some.Breached(Some.Scene(Some.Start.AddMinutes(359), Some.Reading(some)));
        Assert.DoesNotContain("BurnFast", breached);   // eight times the budget, not fourteen
        Assert.Contains("BurnMid", breached);
    }

    [Fact]
    public void A_long_window_alone_does_not_fire_when_it_is_over()
    {
        var series = Some.Series(30, new SeriesCounts { Matured = 100, Late = 100 });
        for (var minute = 30; minute < 40; minute++) series.Add(Some.Start.AddMinutes(minute), new SeriesCounts { Matured = 100 }, new QuantileSketch());

        Assert.DoesNotContain("BurnFast", Some.Breached(Some.Scene(Some.Start.AddMinutes(39), Some.Reading(series))));
    }
}
