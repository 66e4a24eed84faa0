using Guidon.Doubles;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Integrations;
using Guidon.Monitoring.Alerts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>An outage that nobody mends before retention ends.</summary>
public sealed class ExpiryDrillTests
{
    private const int Days = 30;

    [Fact]
    [Trait("Row", "DRL-08")]
    [Trait("Row", "OPS-05")]
    public async Task A_fix_that_comes_too_late_is_warned_of_seven_three_and_one_days_before_and_what_expired_is_listed()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var owner = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 401;
        await using var bench = await MonitoringBench.OpenAsync();
        var id = await bench.AddAsync("webhook", bench.Environment, ("url", receiver.Address.ToString()));
        await bench.AddAsync("alert-webhook", EventStream.OfAlerts(bench.Organisation), ("url", owner.Address.ToString()));
        await bench.StartAsync(Catalog.All, new() { CanarySeconds = 0 });
        await bench.AppendAsync("a", "b", "c");
        var round = new RetentionRound(bench.Storage.Retention, bench.Clock, NullLogger<RetentionRound>.Instance);

        var warned = new List<int>();
        for (var day = 1; day < Days; day++)
        {
            await bench.LeapAsync(TimeSpan.FromDays(1), () => Task.CompletedTask);
            await round.RunAsync(bench.Clock.GetUtcNow(), SpaceLevel.Enough, [], default);
            await bench.LookAsync();
            if (bench.Firing("EventsExpiring") is not null) warned.Add(day);
            Assert.Equal(day == Days - 1, bench.Firing("EventsExpiringLastDay") is not null);
        }

        Assert.Equal(Enumerable.Range(Days - 7, 7), warned);   // from seven days before to the last
        Assert.Equal([7, 3, 1], (await bench.Storage.Retention.NoticesAsync(default)).Select(notice => notice.DaysLeft).Order().Reverse());
        await Eventually.TrueAsync("the owner was told", () => owner.Requests.Any(request => request.Json.GetRawText().Contains("EventsExpiringLastDay", StringComparison.Ordinal)));
        Assert.Equal(3, (await bench.Storage.Deliveries.LedgerAsync(id, default))!.Pending);

        await bench.LeapAsync(TimeSpan.FromDays(2), () => Task.CompletedTask);
        await round.RunAsync(bench.Clock.GetUtcNow(), SpaceLevel.Enough, [], default);
        var ledger = await bench.Storage.Deliveries.LedgerAsync(id, default);

        Assert.Equal((3, 3, 0, 0), (ledger!.Accepted, ledger.Expired, ledger.Pending, ledger.Residual));
        var decision = Assert.Single(await bench.Storage.Retention.DecisionsAsync(bench.Organisation, 0, 10, default));
        Assert.Equal((id, 3, Days, SomeEvents.Start), (decision.DestinationId, decision.Events, decision.RetentionDays, decision.FirstAt));
        await bench.PassAsync(TimeSpan.FromMinutes(6));
        Assert.DoesNotContain(bench.Loop.Open, alert => alert.Rule is "EventsExpiring" or "EventsExpiringLastDay" && alert.State == AlertState.Firing);
        Assert.NotNull(bench.Firing("EventsExpired"));
    }
}
