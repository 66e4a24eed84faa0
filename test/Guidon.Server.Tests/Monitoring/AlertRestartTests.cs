using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Monitoring.Alerts;
using Guidon.Receivers;
using Guidon.Receivers.PagerDuty;
using Guidon.Storage;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>What a process that begins knows of the alerts of one that ended.</summary>
public sealed class AlertRestartTests
{
    private static readonly TimeSpan s_six = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task An_incident_goes_on_over_a_restart_with_its_silence_and_ends_with_its_cause()
    {
        await using var incident = await PagedIncident.OpenAsync();
        var (vendor, bench, pager) = (incident.Vendor, incident.Bench, incident.Pager);
        await incident.PageAsync();
        var id = bench.Firing("CanaryLost")!.Id;
        await bench.Loop.ActAsync(book => book.Acknowledge(id, "ann", bench.Clock.GetUtcNow()), default);

        bench.Clock.Advance(TimeSpan.FromMinutes(3));   // nobody looks meanwhile
        await bench.RestartAsync(Catalog.All);
        await bench.PassAsync(s_six);

        Assert.Equal((id, "ann"), (bench.Firing("CanaryLost")!.Id, bench.Firing("CanaryLost")!.AcknowledgedBy));
        Assert.Equal(["trigger"], pager.Rows.Select(row => row.Kind));
        vendor.Answer = _ => 200;
        await bench.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(pager.Open);
        Assert.Equal(["trigger", "resolve"], pager.Rows.Select(row => row.Kind));
    }

    [Fact]
    public async Task What_was_mended_while_nobody_looked_is_over_when_it_was_seen_to_work()
    {
        await using var vendor = await RecordingReceiver.StartAsync();
        vendor.Answer = _ => 500;
        await using var bench = await MonitoringBench.OpenAsync();
        await bench.AddAsync("webhook", bench.Environment, ("url", vendor.Address.ToString()));
        await bench.StartAsync(Catalog.All);
        await bench.UntilFiringAsync("CanaryLost", s_six);

        vendor.Answer = _ => 200;
        await bench.RestartAsync(Catalog.All);
        await bench.LookAsync();
        Assert.NotNull(bench.Firing("CanaryLost"));
        await bench.PassAsync(TimeSpan.FromMinutes(4));

        Assert.Empty(bench.Loop.Open);
    }

    [Fact]
    public async Task What_a_first_channel_had_not_taken_at_the_restart_is_told_by_the_second_one_once()
    {
        await using var scene = await TwoChannels.OpenAsync(503);
        var (down, second, bench) = (scene.First, scene.Second, scene.Bench);
        await bench.StartAsync(Catalog.All);
        await bench.UntilFiringAsync("CanaryLost", s_six);
        await bench.LookAsync();   // told, and not yet escalated
        Assert.Empty(second.Requests);

        await bench.RestartAsync(Catalog.All);
        await bench.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(1, Count(second, "CanaryLost"));
        await bench.RestartAsync(Catalog.All);
        await bench.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(1, Count(second, "CanaryLost"));
        Assert.Equal(AlertState.Firing, bench.Firing("CanaryLost")!.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_that_was_stored_and_not_told_is_told_by_the_next_process_once(bool isTold)
    {
        await using var incident = await PagedIncident.OpenAsync();
        var (vendor, bench, pager) = (incident.Vendor, incident.Bench, incident.Pager);
        await incident.PageAsync();
        vendor.Answer = _ => 200;
        var now = bench.Clock.GetUtcNow();
        var ended = bench.Firing("CanaryLost")! with { State = AlertState.Resolved, ResolvedAt = now };
        await bench.Storage.Alerts.KeepAsync([new AlertStep(ended, "resolved", now)], default);
        if (isTold) await bench.Storage.Alerts.KeepAsync([new AlertStep(ended, AlertStep.Told, now)], default);

        await bench.RestartAsync(Catalog.All);
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        await bench.RestartAsync(Catalog.All);
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(isTold ? ["trigger"] : ["trigger", "resolve"], pager.Rows.Select(row => row.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_told_and_could_not_be_noted_is_noted_later_and_not_told_again(bool restarts)
    {
        await using var incident = await PagedIncident.OpenAsync();
        var (vendor, bench, pager) = (incident.Vendor, incident.Bench, incident.Pager);
        var alerts = new FailingAlerts(bench.Storage.Alerts) { Fails = step => step.What == AlertStep.Told };
        bench.Alerts = alerts;
        await bench.StartAsync(Catalog.All);
        await Assert.ThrowsAsync<StorageException>(() => bench.UntilFiringAsync("CanaryLost", s_six));
        await Assert.ThrowsAsync<StorageException>(() => bench.LookAsync());

        alerts.Fails = _ => false;
        if (restarts) await bench.RestartAsync(Catalog.All);
        await bench.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["trigger"], pager.Rows.Select(row => row.Kind));
        var history = await bench.Storage.Alerts.HistoryAsync(bench.Firing("CanaryLost")!.Id, default);
        Assert.Equal(["firing", AlertStep.Told], history.Select(moment => moment.What));
    }

    private static int Count(RecordingReceiver receiver, string rule) =>
        receiver.Requests.Count(request => request.Text.Contains(rule, StringComparison.Ordinal));
}
