using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Tests;

public sealed class RuleCatalogTests
{
    private static readonly Dictionary<string, Scene> s_breaches = new()
    {
        ["DestinationFailing"] = Minutes(5, new SeriesCounts { Attempts = 10, Failures = 6 }),
        ["IntegrationFailing"] = Minutes(5, new SeriesCounts { Attempts = 10, Failures = 6 }),
        ["DeliverySilent"] = Minutes(10, new SeriesCounts { Accepted = 1 }, reading => reading with { OldestPendingSeconds = 200 }),
        ["IntegrationSilent"] = Minutes(30, new SeriesCounts { Accepted = 1, Attempts = 1 }),
        ["DestinationMissing"] = Some.Scene(Some.Start.AddMinutes(11), Some.Reading(new DestinationSeries(1))),
        ["QueueOld"] = One(reading => reading with { OldestPendingSeconds = 901 }),
        ["EventsExpiring"] = One(reading => reading with { ExpiryDaysLeft = 7, IsStoppedByHand = true, HeldReason = "by_hand: restored" }),
        ["EventsExpiringLastDay"] = One(reading => reading with { ExpiryDaysLeft = 1, IsStoppedByHand = true }),
        ["EventsExpired"] = One(reading => reading with { Expired = 1, IsStoppedByHand = true }),
        ["MapperFailing"] = Minutes(5, new SeriesCounts { Delivered = 900, MapperFailures = 1 }),
        ["CanaryLost"] = One(reading => reading with { CanaryMisses = 3 }),
        ["VolumeOdd"] = Silence(),
        ["LatencyHigh"] = Slow(),
        ["EventsWaitForPerson"] = One(reading => reading with { Parked = 1 }),
        ["AnswersContradict"] = Minutes(1, new SeriesCounts { Contradictions = 1 }),
        ["LedgerGap"] = One(reading => reading with { Residual = -1 }),
        ["IntakeGap"] = Node(new NodeReading { IntakeResidual = 1 }),
        ["StoreFindings"] = Node(new NodeReading { StoreFindings = 1 }),
        ["BurnFast"] = Minutes(60, new SeriesCounts { Matured = 100, Late = 2 }),
        ["BurnMid"] = Minutes(360, new SeriesCounts { Matured = 1_000, Late = 7 }),
        ["BurnDay"] = Minutes(1_440, new SeriesCounts { Matured = 1_000, Late = 4 }),
        ["BurnSlow"] = Minutes(4_320, new SeriesCounts { Matured = 1_000, Late = 2 }),
        ["CaptureSilent"] = Node(new NodeReading { CaptureDue = 21 }),
        ["CaptureGap"] = Node(new NodeReading { CaptureRefused = 1 }),
        ["DiskLow"] = Node(new NodeReading { IsSpaceLow = true }),
        ["ClockSkew"] = Node(new NodeReading { ClockSkew = TimeSpan.FromSeconds(-6) }),
        ["KeyExpiring"] = Node(new NodeReading { ExpiringKeys = ["server key 3, 2026-11-20"] }),
        ["CertificateExpiring"] = Node(new NodeReading { CertificateEndsAt = Some.Start.AddDays(13) }),
        ["DocumentStale"] = Node(new NodeReading { UpstreamFailing = 1 }),
        ["AlertChannelFailing"] = One(reading => reading with { IsChannel = true, OldestPendingSeconds = 121 }),
        ["NodeLost"] = Node(new NodeReading()) with { Lost = ["two"] },
        ["MetricsUnreachable"] = Node(new NodeReading { MetricsMisses = 2 }),
        ["HeartbeatFailing"] = Node(new NodeReading { HeartbeatMisses = 2 }),
    };

    // These two cannot be seen from inside: they are Prometheus rules, and the heartbeat to an outside receiver is their other half.
    private static readonly string[] s_outside = ["AlertLoopStalled", "Watchdog"];

    public static TheoryData<string> Names => [.. RuleCatalog.All.Select(rule => rule.Name)];

    /// <summary>Rules about destinations that Prometheus has too.</summary>
    public static TheoryData<string> OfDestinations => [.. RuleCatalog.All.Where(rule => rule.Expression.Length > 0 && s_breaches.GetValueOrDefault(rule.Name)?.Destinations.Count > 0).Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_fires_at_its_condition_and_not_at_a_node_that_is_well(string name)
    {
        var rule = RuleCatalog.Find(name)!;
        var well = Minutes(4_320, new SeriesCounts { Accepted = 10, Attempts = 2, Delivered = 10, Matured = 10 });

        Assert.Empty(rule.Evaluate(well));
        if (!s_outside.Contains(name)) Assert.NotEmpty(rule.Evaluate(s_breaches[name]));
    }

    [Fact]
    [Trait("Row", "M10")]
    public void Every_condition_from_A1_to_A15_has_a_rule_and_every_rule_an_owner_a_meaning_and_steps()
    {
        Assert.Equal(Enumerable.Range(1, 15).Select(number => $"A{number}"), RuleCatalog.All.Select(rule => rule.Code).Distinct().OrderBy(code => int.Parse(code[1..])));
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(rule => rule.Name).Distinct().Count());
        Assert.All(RuleCatalog.All, rule =>
        {
            Assert.EndsWith(".", rule.Meaning, StringComparison.Ordinal);
            Assert.NotEmpty(rule.Steps);
            Assert.True(Enum.IsDefined(rule.Owner) && Enum.IsDefined(rule.Severity));
        });
    }

    [Theory]
    [MemberData(nameof(OfDestinations))]
    public void What_a_person_stopped_is_no_fault_here_and_in_Prometheus_or_in_neither(string name)
    {
        var (rule, scene) = (RuleCatalog.Find(name)!, s_breaches[name]);

        var stopped = scene with { Destinations = [.. scene.Destinations.Select(reading => reading with { IsStoppedByHand = true })] };

        Assert.Equal(!rule.Evaluate(stopped).Any(), rule.Expression.Contains("guidon_destination_stopped", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "M07")]
    public void Errors_of_the_mapper_before_are_not_laid_on_the_one_at_work()
    {
        // The build before threw until a moment ago, its minutes are in the store, and within the five that the rule looks at.
        var series = Some.Series(3, new SeriesCounts { MapperFailures = 5 });
        var updated = Some.Start.AddMinutes(2).AddSeconds(40);
        var reading = Some.Reading(series) with { MapperVersion = 4, SeenSince = updated };

        Assert.Contains("MapperFailing", Some.Breached(Some.Scene(updated, reading with { SeenSince = Some.Start.AddDays(-1) })));
        for (var now = updated; now < updated.AddMinutes(5); now = now.AddSeconds(15)) Assert.DoesNotContain("MapperFailing", Some.Breached(Some.Scene(now, reading)));
        Assert.Contains("mapper 4", Threw(Some.Scene(updated, reading with { CanaryThrew = true })), StringComparison.Ordinal);
        series.Add(updated.AddMinutes(1), new SeriesCounts { Delivered = 10, MapperFailures = 1 }, new QuantileSketch());
        Assert.Contains("the mapper threw 1 times", Threw(Some.Scene(updated.AddMinutes(1), reading)), StringComparison.Ordinal);

        static string Threw(Scene scene) => Assert.Single(RuleCatalog.Find("MapperFailing")!.Evaluate(scene)).Summary;
    }

    [Fact]
    public void What_a_destinations_own_settings_withhold_does_not_make_it_silent()
    {
        var unchanged = Minutes(30, new SeriesCounts { Accepted = 10, Withheld = 10 });
        var half = Minutes(30, new SeriesCounts { Accepted = 10, Withheld = 5 });

        Assert.DoesNotContain("IntegrationSilent", Some.Breached(unchanged));
        Assert.Contains("150 events that it wants", Assert.Single(RuleCatalog.Find("IntegrationSilent")!.Evaluate(half)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_that_another_node_acknowledged_and_did_not_store_are_an_alert_that_names_it()
    {
        var scene = Node(new NodeReading { Name = "one" }) with { Others = [new NodeReading { Name = "two", IntakeResidual = 3 }] };

        Assert.Equal("two: 3 events were acknowledged and not stored", Assert.Single(RuleCatalog.Find("IntakeGap")!.Evaluate(scene)).Summary);
    }

    [Fact]
    public void A_channel_that_parks_an_alert_fails_although_nothing_waits()
    {
        var parked = One(reading => reading with { IsChannel = true, Parked = 1 });

        Assert.Contains("AlertChannelFailing", Some.Breached(parked));
    }

    [Fact]
    public void Two_days_before_events_expire_is_a_ticket_and_the_last_day_a_page()
    {
        var three = One(reading => reading with { ExpiryDaysLeft = 3, IsStoppedByHand = true, HeldReason = "by_hand: restored" });
        var last = One(reading => reading with { ExpiryDaysLeft = 1, IsStoppedByHand = true });

        Assert.Equal(["EventsExpiring"], Some.Breached(three));
        Assert.Equal(["EventsExpiring", "EventsExpiringLastDay"], Some.Breached(last));
        Assert.Contains("within 3 days (held: by_hand: restored)", Assert.Single(RuleCatalog.Find("EventsExpiring")!.Evaluate(three)).Summary, StringComparison.Ordinal);
    }

    private static Scene Minutes(int minutes, SeriesCounts counts, Func<DestinationReading, DestinationReading>? change = null)
    {
        var reading = Some.Reading(Some.Series(minutes, counts));
        return Some.Scene(Some.Start.AddMinutes(minutes - 1), change is null ? reading : change(reading));
    }

    private static Scene One(Func<DestinationReading, DestinationReading> change) => Some.Scene(Some.Start, change(Some.Reading(new DestinationSeries(1))));

    private static Scene Node(NodeReading node) => Some.Scene(Some.Start, node);

    private static Scene Silence()
    {
        var series = new DestinationSeries(1);
        for (var hour = 0; hour < 30; hour++) series.Add(Some.Start.AddHours(hour), new SeriesCounts { Accepted = hour < 29 ? 100 : 0 }, new QuantileSketch());
        return Some.Scene(Some.Start.AddHours(30), Some.Reading(series));
    }

    private static Scene Slow()
    {
        var latency = new QuantileSketch();
        for (var i = 0; i < 50; i++) latency.Add(400);
        var series = new DestinationSeries(1);
        series.Add(Some.Start, SeriesCounts.None, latency);
        return Some.Scene(Some.Start, Some.Reading(series));
    }
}
