using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Events.Retention;
using Guidon.Integrations;
using Guidon.Monitoring.Alerts;
using Guidon.Server.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>What waits until retention ends, and what clocks do meanwhile.</summary>
public sealed class RetentionAlertTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    [Trait("Row", "OPS-05")]
    public async Task A_destination_that_was_held_by_hand_and_forgotten_is_told_a_week_and_a_day_before_its_events_expire_and_when_they_did()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        var id = await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.Storage.Deliveries.StopOrResumeAsync(id, DestinationState.Held, "by_hand: restored from a backup", default);
        await bench.StartAsync([Catalog.Find("webhook")!], new MonitoringOptions { CanarySeconds = 0 });
        await bench.AppendAsync("alice", "bob");
        await bench.LookAsync();
        Assert.Empty(bench.Loop.Open);

        Assert.Equal(["EventsExpiring"], await OnDayAsync(bench, 23));
        Assert.Equal(["EventsExpiring"], await OnDayAsync(bench, 27));
        Assert.Equal(["EventsExpiring", "EventsExpiringLastDay"], await OnDayAsync(bench, 29));
        Assert.Contains("held: by_hand", bench.Firing("EventsExpiringLastDay")!.Summary, StringComparison.Ordinal);
        Assert.Equal(["EventsExpired"], await OnDayAsync(bench, 30));
        Assert.Contains("2 events expired", bench.Firing("EventsExpired")!.Summary, StringComparison.Ordinal);
        Assert.Empty(await OnDayAsync(bench, 32));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_an_hour_is_told_for_ten_minutes()
    {
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.StartAsync([Catalog.Find("webhook")!]);
        await bench.LookAsync();

        bench.Clock.WallOffset = TimeSpan.FromHours(1);
        await bench.LookAsync();

        Assert.Contains("3600", bench.Firing("ClockSkew")!.Summary, StringComparison.Ordinal);
        await bench.PassAsync(TimeSpan.FromMinutes(13));
        Assert.Null(bench.Firing("ClockSkew"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_blinds_nothing()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Catalog.Find("webhook")!]);
        await bench.PassAsync(2 * s_minute);

        bench.Clock.WallOffset = TimeSpan.FromHours(-1);
        receiver.Answer = _ => 500;

        Assert.NotNull(await bench.UntilFiringAsync("CanaryLost", TimeSpan.FromMinutes(6)));
        Assert.Null(bench.Firing("DestinationMissing"));
    }

    // A month of looks would take as long as a month of tests: time jumps, and then a few minutes are looked at.
    private static async Task<string[]> OnDayAsync(MonitoringBench bench, int day)
    {
        bench.Clock.WallOffset += SomeEvents.Start.AddDays(day).AddHours(1) - bench.Clock.GetUtcNow();
        var round = new RetentionRound(bench.Storage.Retention, bench.Clock, NullLogger<RetentionRound>.Instance);
        await round.RunAsync(bench.Clock.GetUtcNow(), SpaceLevel.Enough, [], default);
        await bench.PassAsync(3 * s_minute);
        return [.. bench.Loop.Open.Where(alert => alert.State == AlertState.Firing && alert.Rule.StartsWith("Events", StringComparison.Ordinal)).Select(alert => alert.Rule).Order()];
    }
}
