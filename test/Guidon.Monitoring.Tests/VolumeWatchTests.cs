using Guidon.Monitoring.Volume;

namespace Guidon.Monitoring.Tests;

/// <summary>Twelve weeks after four of history: days, nights, weekends, growth, noise and promotions, all from a seed.</summary>
public sealed class VolumeWatchTests
{
    private const int Seed = 11;
    private const int WeekHours = 168;
    private const int History = 5 * WeekHours;
    private const int Watched = 12 * WeekHours;

    [Theory]
    [Trait("Row", "M09")]
    [InlineData(20, 0.15)]
    [InlineData(200, 0.15)]
    [InlineData(2_000, 0.15)]
    [InlineData(2_000, 0.35)]
    public void Twelve_weeks_bring_at_most_a_fifth_of_an_alarm_per_week(double perHour, double noise)
    {
        var random = new Random(Seed);
        const int Runs = 6;
        var alarms = 0;
        for (var run = 0; run < Runs; run++)
        {
            var hours = Hours(random, perHour, noise);
            var wasOdd = false;
            for (var at = History; at < hours.Length; at++)
            {
                var isOdd = Judge(hours, at) != VolumeVerdict.Usual;
                if (isOdd && !wasOdd) alarms++;   // one alert, however many hours it holds
                wasOdd = isOdd;
            }
        }

        Assert.True(alarms / (double)(Runs * 12) <= 0.2, $"seed {Seed}: {alarms} alarms in {Runs} runs of 12 weeks");
    }

    [Theory]
    [Trait("Row", "M09")]
    [InlineData(200, 0.15)]
    [InlineData(2_000, 0.15)]
    [InlineData(2_000, 0.35)]
    public void A_total_outage_is_found_within_three_hours_whenever_it_begins(double perHour, double noise)
    {
        var random = new Random(Seed);
        for (var run = 0; run < 60; run++)
        {
            var hours = Hours(random, perHour, noise);
            var from = History + random.Next(0, Watched - 24);
            Array.Clear(hours, from, hours.Length - from);

            var found = Enumerable.Range(0, 3).Any(hour => Judge(hours, from + hour) is VolumeVerdict.Drop or VolumeVerdict.Nothing);

            Assert.True(found, $"seed {Seed}, run {run}: an outage at hour {from % 24} was not found in 3 hours");
        }
    }

    [Fact]
    [Trait("Row", "MON-10")]
    public void A_night_that_is_as_quiet_as_every_night_is_no_alarm_and_silence_is()
    {
        var hours = Enumerable.Range(0, 6 * WeekHours).Select(hour => hour % 24 is >= 3 and < 6 ? 300L : 1_000L).ToArray();
        var night = (5 * WeekHours) + 3;

        Assert.Equal(VolumeVerdict.Usual, Judge(hours, night));
        hours[night] = 0;
        Assert.Equal(VolumeVerdict.Nothing, Judge(hours, night));
    }

    [Fact]
    public void A_new_destination_is_not_judged_but_its_silence_is()
    {
        var hours = Enumerable.Repeat(500L, 60).ToArray();
        hours[59] = 90;
        Assert.Equal(VolumeVerdict.Usual, Judge(hours, 59));
        hours[59] = 0;
        Assert.Equal(VolumeVerdict.Nothing, Judge(hours, 59));
    }

    [Fact]
    public void Three_times_the_traffic_for_hours_is_told()
    {
        var hours = Enumerable.Repeat(500L, 6 * WeekHours).ToArray();
        for (var at = 5 * WeekHours; at < (5 * WeekHours) + 6; at++) hours[at] = 1_500;

        Assert.Equal(VolumeVerdict.Usual, Judge(hours, 5 * WeekHours));
        Assert.Equal(VolumeVerdict.Rise, Judge(hours, (5 * WeekHours) + 4));
    }

    private static VolumeVerdict Judge(long[] hours, int at) => VolumeWatch.Judge(ago => at - ago >= 0 ? hours[at - ago] : null);

    private static long[] Hours(Random random, double perHour, double noise)
    {
        var hours = new long[History + Watched];
        for (var hour = 0; hour < hours.Length; hour++)
        {
            var shape = 0.25 + (0.75 * Math.Max(0, Math.Sin(((hour % 24) - 6) / 24.0 * 2 * Math.PI) + 0.35) / 1.35);
            var mean = perHour * shape * (hour / 24 % 7 >= 5 ? 0.55 : 1) * Math.Pow(1.02, hour / (double)WeekHours) * Math.Exp(noise * Normal(random));
            if (random.NextDouble() < 0.004) mean *= 1.5 + (1.5 * random.NextDouble());   // a promotion of an hour
            hours[hour] = Math.Max(0, (long)Math.Round(mean + (Math.Sqrt(mean) * Normal(random))));
        }

        return hours;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
