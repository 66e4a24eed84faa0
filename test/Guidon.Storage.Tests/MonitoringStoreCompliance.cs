using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Series;
using Guidon.Storage.Model;

namespace Guidon.Storage.Tests;

/// <summary>What every store of series and alerts must do.</summary>
public abstract class MonitoringStoreCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly TestStore _store = open();

    private ISeriesStore Series => _store.Series;

    private IAlertStore Alerts => _store.Alerts;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task A_point_is_read_back_as_it_was_and_replaced_by_a_newer_one()
    {
        await KeepAsync(Point(1, s_at, accepted: 3), Point(2, s_at, accepted: 5));
        await KeepAsync(Point(1, s_at, accepted: 7));

        var points = (await Series.ReadAsync(s_minute, s_at, default)).ToDictionary(point => point.DestinationId);

        Assert.Equal((7, 5), (points[1].Counts.Accepted, points[2].Counts.Accepted));
        Assert.Equal(Point(1, s_at, accepted: 7).Counts, points[1].Counts);
        Assert.Equal((2L, 0.25, s_at, s_minute), (points[1].Latency.Count, Math.Round(points[1].Latency.Quantile(0)!.Value, 2), points[1].StartsAt, points[1].Width));
        Assert.Empty(await Series.ReadAsync(TimeSpan.FromHours(1), s_at, default));
    }

    [Fact]
    public async Task Shares_of_a_minute_stand_beside_each_other()
    {
        await KeepAsync(Point(1, s_at, accepted: 3) with { Share = "one" }, Point(1, s_at, accepted: 5) with { Share = "two" });
        await KeepAsync(Point(1, s_at, accepted: 4) with { Share = "one" });

        var points = await Series.ReadAsync(s_minute, s_at, default);

        Assert.Equal([("one", 4), ("two", 5)], points.Select(point => (point.Share, point.Counts.Accepted)).Order());
    }

    [Fact]
    public async Task Old_points_go_each_by_its_width()
    {
        await KeepAsync(Point(1, s_at, 1), Point(1, s_at + s_minute, 2), Point(1, s_at, 3) with { Width = TimeSpan.FromHours(1) });

        await Series.KeepAsync([], s_at + s_minute, s_at, default);

        Assert.Equal(2, Assert.Single(await Series.ReadAsync(s_minute, s_at, default)).Counts.Accepted);
        Assert.Equal(3, Assert.Single(await Series.ReadAsync(TimeSpan.FromHours(1), s_at, default)).Counts.Accepted);
    }

    [Fact]
    public async Task An_alert_gets_an_id_keeps_it_and_its_history_and_is_open_until_it_is_resolved()
    {
        var pending = Alert(AlertState.Pending);
        var firing = pending with { State = AlertState.Firing, FiredAt = s_at + s_minute };

        var first = await Alerts.KeepAsync([new AlertStep(pending, "pending", s_at), new AlertStep(firing, "firing", s_at + s_minute)], default);
        Assert.Equal(first[0].Id, first[1].Id);
        var taken = first[1] with { AcknowledgedBy = "ann", AcknowledgedAt = s_at + s_minute, SilencedUntil = s_at.AddHours(1) };
        await Alerts.KeepAsync([new AlertStep(taken, "silenced", s_at + s_minute, "ann"), new AlertStep(taken, AlertStep.Acknowledged, s_at + s_minute, "ann")], default);

        Assert.Equal(taken, Assert.Single(await Alerts.OpenAsync(default)));
        Assert.Equal(["pending", "firing", "silenced", "acknowledged"], (await Alerts.HistoryAsync(taken.Id, default)).Select(moment => moment.What));
        await Alerts.KeepAsync([new AlertStep(taken with { State = AlertState.Resolved, ResolvedAt = s_at.AddHours(2) }, "resolved", s_at.AddHours(2))], default);
        Assert.Empty(await Alerts.OpenAsync(default));
        Assert.Equal(AlertState.Resolved, Assert.Single(await Alerts.ListAsync(1, 10, default)).State);
    }

    [Fact]
    public async Task Steps_that_come_again_after_a_commit_that_nobody_heard_of_make_no_second_alert()
    {
        var pending = Alert(AlertState.Pending);
        AlertStep[] steps = [new(pending, "pending", s_at), new(pending with { State = AlertState.Firing, FiredAt = s_at + s_minute }, "firing", s_at + s_minute)];
        var first = await Alerts.KeepAsync(steps, default);

        var again = await Alerts.KeepAsync(steps, default);

        Assert.Equal(first, again);
        Assert.Equal(AlertState.Firing, Assert.Single(await Alerts.OpenAsync(default)).State);
        Assert.Equal(["pending", "firing"], (await Alerts.HistoryAsync(first[0].Id, default)).Select(moment => moment.What));
    }

    [Fact]
    public async Task What_a_person_does_to_an_alert_that_ended_meanwhile_opens_it_not_again()
    {
        var seen = Assert.Single(await Alerts.KeepAsync([new AlertStep(Alert(AlertState.Firing), "firing", s_at)], default));
        await Alerts.KeepAsync([new AlertStep(seen with { State = AlertState.Resolved, ResolvedAt = s_at + s_minute }, "resolved", s_at + s_minute)], default);

        foreach (var what in (string[])["silenced", AlertStep.Acknowledged])
            Assert.Empty(await Alerts.KeepAsync([new AlertStep(seen with { AcknowledgedBy = "ann", SilencedUntil = s_at.AddDays(1) }, what, s_at + s_minute, "ann")], default));

        Assert.Empty(await Alerts.OpenAsync(default));
        Assert.Equal(["firing", "resolved"], (await Alerts.HistoryAsync(seen.Id, default)).Select(moment => moment.What));
    }

    [Fact]
    public async Task What_one_person_does_leaves_what_another_did()
    {
        var seen = Assert.Single(await Alerts.KeepAsync([new AlertStep(Alert(AlertState.Firing), "firing", s_at)], default));

        await Alerts.KeepAsync([new AlertStep(seen with { SilencedUntil = s_at.AddDays(1) }, "silenced", s_at, "ann")], default);
        await Alerts.KeepAsync([new AlertStep(seen with { AcknowledgedBy = "bob", AcknowledgedAt = s_at }, AlertStep.Acknowledged, s_at, "bob")], default);

        var open = Assert.Single(await Alerts.OpenAsync(default));
        Assert.Equal((s_at.AddDays(1), "bob"), (open.SilencedUntil, open.AcknowledgedBy));
    }

    [Fact]
    public async Task An_end_of_which_nobody_was_told_is_known_for_a_while()
    {
        var fired = Alert(AlertState.Firing) with { FiredAt = s_at };
        var kept = await Alerts.KeepAsync([new AlertStep(fired, "firing", s_at), new AlertStep(fired with { Integration = "webhook" }, "firing", s_at)], default);
        foreach (var alert in kept) await Alerts.KeepAsync([new AlertStep(alert, AlertStep.Told, s_at)], default);
        Assert.Empty(await Alerts.UntoldAsync(s_at, default));
        var ended = kept.Select(alert => alert with { State = AlertState.Resolved, ResolvedAt = s_at + s_minute }).ToList();
        foreach (var alert in ended) await Alerts.KeepAsync([new AlertStep(alert, "resolved", s_at + s_minute)], default);

        await Alerts.KeepAsync([new AlertStep(ended[1], AlertStep.Told, s_at + s_minute)], default);

        Assert.Equal(ended[0], Assert.Single(await Alerts.UntoldAsync(s_at, default)));
        Assert.Empty(await Alerts.UntoldAsync(s_at.AddHours(1), default));
    }

    [Fact]
    public async Task An_organisation_sees_alerts_of_the_node_and_none_of_others()
    {
        var kept = await Alerts.KeepAsync([new AlertStep(Alert(AlertState.Firing), "firing", s_at), new AlertStep(Alert(AlertState.Firing) with { DestinationId = 4711 }, "firing", s_at), new AlertStep(Alert(AlertState.Firing) with { Integration = "webhook" }, "firing", s_at)], default);

        var seen = await Alerts.ListAsync(1, 10, default);

        Assert.Equal((0, ""), (Assert.Single(seen).DestinationId, seen[0].Integration));
        Assert.Equal(seen[0], await Alerts.FindAsync(1, kept[0].Id, default));
        Assert.Null(await Alerts.FindAsync(1, kept[1].Id, default));
        Assert.Null(await Alerts.FindAsync(1, kept[2].Id, default));
    }

    [Fact]
    public async Task Keys_that_end_soon_are_named_by_kind_and_id_and_revoked_or_ended_ones_are_not()
    {
        await _store.ControlPlane.WriteAsync(
            plane =>
            {
                var organisation = new Organisation { Uuid = Guid.NewGuid(), Name = "Acme", CreatedAt = s_at };
                plane.Add(organisation);
                plane.SaveChanges();
                foreach (var (prefix, days, isRevoked) in new[] { ("soon", 5, false), ("revoked", 5, true), ("later", 50, false), ("ended", -5, false) })
                    plane.Add(new MasterApiKey { OrganisationId = organisation.Id, Name = prefix, Prefix = prefix, KeyHash = prefix, CreatedAt = s_at, ExpiresAt = s_at.AddDays(days), Revoked = isRevoked });
                plane.SaveChanges();
                return 0;
            },
            default);

        Assert.Equal([("master API key 1", s_at.AddDays(5))], await _store.Expiries.ExpiringAsync(s_at, s_at.AddDays(14), default));
    }

    private Task KeepAsync(params SeriesPoint[] points) => Series.KeepAsync(points, s_at.AddDays(-1), s_at.AddDays(-1), default).AsTask();

    private static SeriesPoint Point(int destination, DateTimeOffset at, long accepted)
    {
        var latency = new QuantileSketch();
        latency.Add(0.25);
        latency.Add(9);
        return new SeriesPoint
        {
            DestinationId = destination,
            StartsAt = at,
            Width = s_minute,
            Counts = new SeriesCounts { Accepted = accepted, Attempts = 2, Failures = 3, Contradictions = 4, Delivered = 5, Matured = 6, Late = 7, Parked = 8, MapperFailures = 9, Canaries = 10, CanariesLost = 11, Withheld = 12 },
            Latency = latency,
        };
    }

    private static Alert Alert(AlertState state) => new()
    {
        Rule = "StoreFindings", DestinationId = 0, Integration = "", State = state, Summary = "1 finding", StartedAt = s_at, SeenAt = s_at,
    };
}
