using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Monitoring.Alerts;
using Guidon.Server.Monitoring;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>That a channel does not work must not stay its secret.</summary>
public sealed class AlertChannelTests
{
    private static readonly TimeSpan s_six = TimeSpan.FromMinutes(6);

    [Theory]
    [Trait("Row", "M05")]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task A_first_channel_that_refuses_is_held_the_second_one_is_told_and_nothing_is_lost_when_it_is_mended(int status)
    {
        await using var scene = await TwoChannels.OpenAsync(status);
        var (first, second, bench) = (scene.First, scene.Second, scene.Bench);
        var channel = scene.Channel;
        await bench.StartAsync(Catalog.All);

        await bench.UntilFiringAsync("CanaryLost", s_six);
        Assert.NotNull(await bench.UntilFiringAsync("AlertChannelFailing", TimeSpan.FromMinutes(3)));
        await bench.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(channel, bench.Firing("AlertChannelFailing")!.DestinationId);
        Assert.Contains("CanaryLost", Told(second), StringComparison.Ordinal);
        Assert.Equal(0, (await bench.Storage.Deliveries.LedgerAsync(channel, default))!.Parked);
        first.Answer = _ => 200;
        await bench.PassAsync(TimeSpan.FromMinutes(4));
        Assert.Null(bench.Firing("AlertChannelFailing"));
        Assert.Contains("CanaryLost", Told(first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_alert_that_a_channel_never_takes_is_parked_after_a_while_and_the_others_flow()
    {
        await using var vendor = await RecordingReceiver.StartAsync();
        vendor.Answer = _ => 500;
        await using var first = await RecordingReceiver.StartAsync();
        first.Answer = request => request.Text.Contains("CanaryLost", StringComparison.Ordinal) ? new Reply(400, "not this one") : 200;
        await using var bench = await MonitoringBench.OpenAsync();
        var stream = EventStream.OfAlerts(bench.Organisation);
        await bench.AddAsync("webhook", bench.Environment, ("url", vendor.Address.ToString()));
        var channel = await bench.AddAsync("alert-webhook", stream, ("url", first.Address.ToString()));
        await bench.StartAsync(Catalog.All);
        await bench.UntilFiringAsync("CanaryLost", s_six);
        await bench.AppendTicketAsync();

        await bench.PassAsync(TimeSpan.FromMinutes(2.5));
        Assert.DoesNotContain("VolumeOdd", Told(first), StringComparison.Ordinal);   // held as long as it may be the channel
        await bench.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Contains("One alert could not be told here", Told(first), StringComparison.Ordinal);
        Assert.Contains("VolumeOdd", Told(first), StringComparison.Ordinal);
        var parked = Assert.Single(await bench.Storage.Parked.ListAsync(new ParkedQuery { DestinationId = channel }, default, 10, default));
        Assert.Equal("refused", parked.Parked.Reason);
        Assert.NotNull(bench.Firing("AlertChannelFailing"));
        Assert.Contains("AlertChannelFailing", Told(first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_whose_alert_was_parked_fails_and_the_second_one_is_told_at_once()
    {
        await using var scene = await TwoChannels.OpenAsync(200);
        var (first, second, bench) = (scene.First, scene.Second, scene.Bench);
        await bench.StartAsync([.. Catalog.All.Where(each => each.Name != "alert-webhook"), new ParkingChannel(Catalog.Find("alert-webhook")!)]);

        await bench.UntilFiringAsync("CanaryLost", s_six);
        var failing = await bench.UntilFiringAsync("AlertChannelFailing", TimeSpan.FromMinutes(1));
        await bench.PassAsync(TimeSpan.FromSeconds(30));

        Assert.NotNull(failing);
        Assert.Contains("CanaryLost", Told(second), StringComparison.Ordinal);
        Assert.Empty(first.Requests);
    }

    [Fact]
    public async Task A_second_channel_that_does_not_work_is_no_reason_to_tell_the_other_second_ones_everything()
    {
        await using var scene = await TwoChannels.OpenAsync(503, isSecond: true);
        var (broken, second, bench) = (scene.First, scene.Second, scene.Bench);
        await using var first = await RecordingReceiver.StartAsync();
        first.Answer = _ => new Reply(200, """{"ok":true,"ts":"1"}""");
        await bench.AddAsync("alert-slack", EventStream.OfAlerts(bench.Organisation), ("api_token", "xoxb-1"), ("channel_id", "C1"), ("base_url", first.Address.ToString()));
        await bench.StartAsync(Catalog.All);
        await bench.AppendTicketAsync(isEscalated: true);

        await bench.UntilFiringAsync("CanaryLost", s_six);
        await bench.PassAsync(TimeSpan.FromMinutes(4));

        Assert.NotEmpty(broken.Requests);
        Assert.Contains("CanaryLost", Told(first), StringComparison.Ordinal);
        Assert.Contains("VolumeOdd", Told(second), StringComparison.Ordinal);
        Assert.DoesNotContain("CanaryLost", Told(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_first_channel_second_ones_are_told_at_once_and_each_alert_once()
    {
        await using var scene = await TwoChannels.OpenAsync(200);
        var (second, bench) = (scene.Second, scene.Bench);
        await bench.Storage.Deliveries.DeleteAsync(scene.Channel, default);
        await bench.StartAsync(Catalog.All);

        await bench.UntilFiringAsync("CanaryLost", s_six);
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Single(second.Requests, request => request.Text.Contains("CanaryLost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_of_what_people_were_told_is_told_in_a_silence_too()
    {
        await using var incident = await PagedIncident.OpenAsync();
        var (vendor, bench, pager) = (incident.Vendor, incident.Bench, incident.Pager);
        await incident.PageAsync();

        await SilenceAsync(bench, bench.Firing("CanaryLost")!.Id);
        vendor.Answer = _ => 200;
        await bench.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(pager.Open);
        Assert.Equal(["trigger", "resolve"], pager.Rows.Select(row => row.Kind));
    }

    [Fact]
    public async Task Of_what_fired_and_ended_in_a_silence_nobody_is_told_not_even_after_a_restart()
    {
        await using var incident = await PagedIncident.OpenAsync();
        var (vendor, bench, pager) = (incident.Vendor, incident.Bench, incident.Pager);
        var quiet = new MonitoringOptions { CanarySeconds = 0 };
        await bench.StartAsync(Catalog.All, quiet);
        string[] traffic = ["a", "b", "c", "d", "e", "f"];
        await bench.LookAsync(() => bench.AppendAsync(traffic));
        await bench.LookAsync(() => bench.AppendAsync(traffic));
        foreach (var pending in bench.Loop.Open) await SilenceAsync(bench, pending.Id);
        Assert.NotNull(await bench.UntilFiringAsync("DestinationFailing", TimeSpan.FromMinutes(2), () => bench.AppendAsync(traffic)));

        vendor.Answer = _ => 200;
        await bench.PassAsync(TimeSpan.FromMinutes(9));
        await bench.RestartAsync(Catalog.All, quiet);
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Null(bench.Firing("DestinationFailing"));
        Assert.Empty(pager.Rows);
    }

    private static Task<Alert?> SilenceAsync(MonitoringBench bench, long id) =>
        bench.Loop.ActAsync(book => book.Silence(id, bench.Clock.GetUtcNow().AddHours(1), "ann", bench.Clock.GetUtcNow()), default);

    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_delays_no_escalation()
    {
        await using var scene = await TwoChannels.OpenAsync(503);
        var (first, second, bench) = (scene.First, scene.Second, scene.Bench);
        await bench.StartAsync(Catalog.All);
        await bench.UntilFiringAsync("CanaryLost", s_six);
        await bench.LookAsync();

        bench.Clock.WallOffset = TimeSpan.FromHours(-1);
        await bench.PassAsync(TimeSpan.FromMinutes(4));

        Assert.Contains("CanaryLost", Told(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_settings_withhold_makes_no_destination_and_no_channel_silent()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        var stream = EventStream.OfAlerts(bench.Organisation);
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()), ("deliver", "on change"));
        await bench.AddAsync("alert-webhook", stream, ("url", receiver.Address.ToString()), ("severity", "pages"));
        await bench.AddAsync("alert-pagerduty", stream, ("routing_key", MonitoringBench.RoutingKey), ("base_url", receiver.Address.ToString()), ("when", "first_fails"));
        await bench.StartAsync(Catalog.All, new MonitoringOptions { CanarySeconds = 0 });
        await bench.PassAsync(TimeSpan.FromMinutes(1), () => bench.AppendAsync("alice"));
        bench.Clock.Advance(TimeSpan.FromMinutes(31));   // the first delivery leaves the window

        var fired = await bench.UntilFiringAsync("IntegrationSilent", TimeSpan.FromMinutes(22), async () =>
        {
            await bench.AppendAsync("alice", "alice");
            await bench.AppendTicketAsync();
        });

        Assert.Null(fired);
        Assert.DoesNotContain(bench.Loop.Open, alert => alert.Rule == "IntegrationSilent");
        var points = await bench.Storage.Series.ReadAsync(TimeSpan.FromMinutes(1), SomeEvents.Start, default);
        Assert.All(points.GroupBy(point => point.DestinationId), series => Assert.InRange(series.Sum(point => point.Counts.Withheld), 60, 200));
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task What_a_replay_sends_is_neither_lag_nor_the_traffic_that_stands_for_the_canary()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        var id = await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Catalog.Find("webhook")!]);
        await bench.LookAsync(() => bench.AppendAsync([.. Enumerable.Range(0, 30).Select(n => $"user-{n}")]));
        bench.Clock.Advance(TimeSpan.FromMinutes(70));
        await bench.LookAsync();
        var before = receiver.Requests.Count;

        var looks = 0;
        await bench.PassAsync(TimeSpan.FromMinutes(4), async () => Assert.NotNull(await bench.Replays.CreateAsync(
            new ReplayRequest { DestinationId = id, Mode = ReplayMode.RemapAll, Filter = new ReplayFilter(), Key = $"look {looks++}" }, "ann", default)));

        Assert.Null(bench.Firing("LatencyHigh"));
        var sent = receiver.Requests.Skip(before).Select(request => request.Json.GetProperty("identity").GetString()).ToList();
        Assert.True(sent.Count(identity => identity != "guidon-canary") >= 60, "replays were sent");
        Assert.InRange(sent.Count(identity => identity == "guidon-canary"), 3, 5);
        var points = await bench.Storage.Series.ReadAsync(TimeSpan.FromHours(1), SomeEvents.Start.AddHours(-1), default);
        Assert.Equal((30, 30), (points.Sum(point => point.Counts.Delivered), points.Sum(point => point.Latency.Count)));
    }

    private static string Told(RecordingReceiver receiver) => string.Join('\n', receiver.Requests.Select(request => request.Text));
}
