using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Receivers;
using Guidon.Receivers.PagerDuty;
using Guidon.Server.Monitoring;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>What must be noticed, and how soon, in the time of a clock that the test moves.</summary>
public sealed class AlertLoopTests
{
    private static readonly TimeSpan s_six = TimeSpan.FromMinutes(6);

    private static Integration Webhook => Catalog.Find("webhook")!;

    [Fact]
    [Trait("Row", "M01")]
    [Trait("Row", "DRL-01")]
    public async Task A_mapper_that_throws_is_told_within_six_minutes_by_name_and_version()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([ChangedMapper.Throwing(Webhook, version: 17)]);

        var silent = await bench.UntilFiringAsync("DeliverySilent", s_six, () => bench.AppendAsync("alice", "bob"));
        await bench.UntilFiringAsync("CanaryLost", s_six, () => bench.AppendAsync("alice"));

        Assert.NotNull(silent);
        Assert.All((string[])["DeliverySilent", "MapperFailing", "CanaryLost"], rule =>
        {
            var alert = bench.Firing(rule);
            Assert.True(alert is not null, $"{rule} did not fire");
            Assert.Contains("webhook (mapper 17)", alert.Summary, StringComparison.Ordinal);
            Assert.True(alert.FiredAt - SomeEvents.Start <= s_six, $"{rule} fired after {alert.FiredAt - SomeEvents.Start}");
        });
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    [Trait("Row", "M03")]
    [Trait("Row", "DRL-02")]
    public async Task A_mapper_that_silently_returns_nothing_is_told_within_35_minutes()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([new ChangedMapper(Webhook, 18, (_, _) => Mapping.Filtered("nothing"))]);

        var canary = await bench.UntilFiringAsync("CanaryLost", s_six, () => bench.AppendAsync("alice"));
        var silent = await bench.UntilFiringAsync("IntegrationSilent", TimeSpan.FromMinutes(35), () => bench.AppendAsync("alice"));

        Assert.NotNull(canary);
        Assert.NotNull(silent);
        Assert.Contains("webhook (mapper 18)", bench.Firing("IntegrationSilent")!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M09")]
    public async Task A_dead_receiver_without_traffic_is_found_by_the_canary_and_the_alert_ends_with_its_cause()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Webhook]);
        await bench.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(bench.Loop.Open);
        Assert.All(receiver.Requests, request => Assert.Equal("guidon-canary", request.Json.GetProperty("identity").GetString()));
        Assert.InRange(receiver.Requests.Count, 3, 5);

        receiver.Answer = _ => 500;
        var found = await bench.UntilFiringAsync("CanaryLost", s_six);
        Assert.InRange(found!.Value, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3.5));
        receiver.Answer = _ => 200;
        await bench.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(bench.Loop.Open);
        var told = Assert.Single(await bench.Storage.Alerts.ListAsync(bench.Organisation, 10, default));
        var history = await bench.Storage.Alerts.HistoryAsync(told.Id, default);
        Assert.Equal(["firing", "told", "resolved", "told"], history.Select(moment => moment.What));
    }

    [Fact]
    public async Task Traffic_is_its_own_canary_and_an_integration_can_be_left_out()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var quiet = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.AddAsync("heap", bench.Environment, ("api_key", "1"), ("base_url", quiet.Address.ToString()));
        await bench.StartAsync(Catalog.All, new MonitoringOptions { CanaryOff = ["Heap"] });

        await bench.PassAsync(TimeSpan.FromMinutes(3), () => bench.AppendAsync("alice"));

        Assert.DoesNotContain(receiver.Requests, request => request.Json.GetProperty("identity").GetString() == "guidon-canary");
        Assert.DoesNotContain(quiet.Requests, request => System.Text.Encoding.UTF8.GetString(request.Body).Contains("guidon-canary", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "MON-02")]
    public async Task One_failing_receiver_is_named_and_the_others_are_not()
    {
        await using var good = await RecordingReceiver.StartAsync();
        await using var bad = await RecordingReceiver.StartAsync();
        bad.Answer = _ => 503;
        good.Answer = Ingested;
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("amplitude", bench.Environment, ("api_key", "AK"), ("base_url", good.Address.ToString()));
        var id = await bench.AddAsync("webhook", bench.Environment, ("url", bad.Address.ToString()));
        await bench.StartAsync(Catalog.All);

        var found = await bench.UntilFiringAsync("DestinationFailing", s_six, () => bench.AppendAsync("a", "b", "c", "d", "e", "f"));

        Assert.NotNull(found);
        Assert.Equal(id, bench.Firing("DestinationFailing")!.DestinationId);
        Assert.Contains("http_503", bench.Firing("DestinationFailing")!.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Loop.Open, alert => alert.Integration == "amplitude");
    }

    [Fact]
    [Trait("Row", "MON-03")]
    public async Task Pumps_that_never_started_are_missed()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Webhook], isPumping: false);

        Assert.NotNull(await bench.UntilFiringAsync("DestinationMissing", s_six, () => bench.AppendAsync("alice")));
    }

    [Fact]
    [Trait("Row", "MON-05")]
    public async Task A_queue_that_stands_still_is_told_by_its_age_and_burns_the_budget()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 503;
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Webhook], new MonitoringOptions { CanarySeconds = 0 });
        await bench.PassAsync(TimeSpan.FromMinutes(2), () => bench.AppendAsync("a", "b", "c"));

        Assert.NotNull(await bench.UntilFiringAsync("BurnFast", s_six));
        Assert.NotNull(await bench.UntilFiringAsync("QueueOld", TimeSpan.FromMinutes(10)));
        Assert.Contains("http_503", bench.Firing("QueueOld")!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M06")]
    [Trait("Row", "MON-06")]
    public async Task Events_that_somebody_takes_away_are_told_within_two_minutes()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 503;
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Webhook], new MonitoringOptions { CanarySeconds = 0 });
        await bench.PassAsync(TimeSpan.FromMinutes(1), () => bench.AppendAsync("a", "b", "c"));
        await bench.ExecuteAsync("DELETE FROM event WHERE sequence = (SELECT MAX(sequence) FROM event)");

        Assert.NotNull(await bench.UntilFiringAsync("LedgerGap", TimeSpan.FromMinutes(2)));
        Assert.Contains("residual is 1", bench.Firing("LedgerGap")!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M04")]
    public async Task Metrics_that_do_not_answer_are_told_within_three_minutes()
    {
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.StartAsync([Webhook]);
        await using (var listener = await RecordingReceiver.StartAsync())
        {
            bench.MetricsAddress = new Uri(listener.Address, "metrics");
            await bench.PassAsync(TimeSpan.FromMinutes(2));
            Assert.Empty(bench.Loop.Open);
        }

        Assert.NotNull(await bench.UntilFiringAsync("MetricsUnreachable", TimeSpan.FromMinutes(3)));
    }

    [Fact]
    [Trait("Row", "MON-08")]
    public async Task An_outside_receiver_hears_a_heartbeat_each_minute_until_the_loop_stands_still()
    {
        await using var outside = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.StartAsync([Webhook], new MonitoringOptions { HeartbeatUrl = outside.Address.ToString() });
        await bench.PassAsync(TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync("heartbeats arrived", () => outside.Requests.Count >= 4);
        var heard = outside.Requests.Count;
        Assert.InRange(heard, 4, 6);

        for (var second = 0; second < 180; second++) bench.Clock.Advance(TimeSpan.FromSeconds(1));   // three minutes in which nobody looks

        Assert.Equal(heard, outside.Requests.Count);
    }

    [Fact]
    public async Task A_heartbeat_that_cannot_be_sent_is_an_alert()
    {
        await using var outside = await RecordingReceiver.StartAsync();
        outside.Answer = _ => 500;
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.StartAsync([Webhook], new MonitoringOptions { HeartbeatUrl = outside.Address.ToString() });

        Assert.NotNull(await bench.UntilFiringAsync("HeartbeatFailing", TimeSpan.FromMinutes(4)));
    }

    [Fact]
    [Trait("Row", "M05")]
    public async Task A_first_channel_that_is_down_is_seen_and_the_second_one_is_told()
    {
        await using var vendor = await RecordingReceiver.StartAsync();
        vendor.Answer = _ => 500;
        await using var down = await RecordingReceiver.StartAsync();
        down.Answer = _ => 503;
        await using var bench = await MonitoringBench.OpenAsync();
        var pager = new StrictPagerDuty(bench.Clock) { Projects = { MonitoringBench.RoutingKey } };
        await using var host = await ReceiverHost.StartAsync(pager);
        var id = await bench.AddAsync("webhook", bench.Environment, ("url", vendor.Address.ToString()));
        var stream = EventStream.OfAlerts(bench.Organisation);
        await bench.AddAsync("alert-webhook", stream, ("url", down.Address.ToString()));
        await bench.AddAsync("alert-pagerduty", stream, ("routing_key", MonitoringBench.RoutingKey), ("base_url", host.AddressOf(pager)), ("when", "first_fails"));
        await bench.StartAsync(Catalog.All);

        await bench.UntilFiringAsync("CanaryLost", s_six);
        Assert.NotNull(await bench.UntilFiringAsync("AlertChannelFailing", TimeSpan.FromMinutes(3)));
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        Assert.NotEmpty(down.Requests);
        var opened = pager.Rows.Where(row => row.Kind == "trigger").Select(row => row.Properties.GetProperty("payload")).ToList();
        Assert.Contains(opened, payload => payload.GetProperty("class").GetString() == "CanaryLost" && payload.GetProperty("custom_details").GetProperty("destination").GetInt32() == id);
        Assert.Empty(pager.Findings);
    }

    [Fact]
    public async Task Series_and_alerts_survive_a_restart_and_series_are_bounded()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Webhook]);
        await bench.PassAsync(TimeSpan.FromMinutes(3), () => bench.AppendAsync("alice"));
        await bench.PassAsync(TimeSpan.FromMinutes(2));   // only minutes that are over are kept

        var minutes = await bench.Storage.Series.ReadAsync(TimeSpan.FromMinutes(1), SomeEvents.Start - TimeSpan.FromHours(1), default);

        // Of twelve; what was accepted before the first look is where counting begins.
        Assert.InRange(minutes.Count, 4, 6);
        Assert.InRange(minutes.Sum(point => point.Counts.Accepted), 11, 12);
        Assert.Equal(minutes.Sum(point => point.Counts.Delivered), minutes.Sum(point => point.Latency.Count));
        await bench.Storage.Series.KeepAsync([], bench.Clock.GetUtcNow() + TimeSpan.FromHours(1), bench.Clock.GetUtcNow() + TimeSpan.FromHours(1), default);
        Assert.Empty(await bench.Storage.Series.ReadAsync(TimeSpan.FromMinutes(1), SomeEvents.Start - TimeSpan.FromHours(1), default));
    }

    [Fact]
    public async Task Minutes_that_could_not_be_stored_are_stored_later()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        var series = new FailingSeries(bench.Storage.Series);
        bench.Series = series;
        await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([Webhook]);
        await bench.PassAsync(TimeSpan.FromMinutes(3), () => bench.AppendAsync("alice"));

        series.IsFull = true;
        for (var look = 0; look < 12; look++) await Record.ExceptionAsync(() => bench.LookAsync(() => bench.AppendAsync("alice")));
        series.IsFull = false;
        await bench.PassAsync(TimeSpan.FromMinutes(2));

        var minutes = await bench.Storage.Series.ReadAsync(TimeSpan.FromMinutes(1), SomeEvents.Start - TimeSpan.FromHours(1), default);
        Assert.Equal(24, minutes.Sum(point => point.Counts.Delivered));
    }

    [Fact]
    public async Task A_deleted_destination_whose_mapper_threw_makes_no_node_unready()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await MonitoringBench.OpenAsync();
        var id = await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.StartAsync([ChangedMapper.Throwing(Webhook, version: 17)]);
        await bench.LookAsync();
        Assert.Equal(["webhook"], bench.Canaries.Throwing);

        await bench.Storage.Deliveries.DeleteAsync(id, default);
        await bench.LookAsync();

        Assert.Empty(bench.Canaries.Throwing);
    }

    [Fact]
    [Trait("Row", "MON-07")]
    public async Task A_receiver_that_says_success_and_takes_nothing_is_told()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(200, """{"code":200,"events_ingested":0}""");
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("amplitude", bench.Environment, ("api_key", "AK"), ("base_url", receiver.Address.ToString()));
        await bench.StartAsync(Catalog.All);

        Assert.NotNull(await bench.UntilFiringAsync("AnswersContradict", s_six, () => bench.AppendAsync("alice")));
    }

    private static Reply Ingested(ReceivedRequest request) =>
        new(200, $$"""{"code":200,"events_ingested":{{request.Json.GetProperty("events").GetArrayLength()}}}""");
}
