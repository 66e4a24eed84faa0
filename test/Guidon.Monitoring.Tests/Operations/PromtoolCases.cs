namespace Guidon.Monitoring.Tests.Operations;

/// <summary>The cases that the shipped rules are tested with: each rule once, and the traps that a wrong formula falls into.</summary>
internal static class PromtoolCases
{
    private const string One = "destination=\"1\",integration=\"mixpanel\"";
    private const string Fires = """destination: "1", integration: mixpanel""";

    internal static IReadOnlyList<PromtoolCase> All { get; } =
    [
        // The incident: every attempt fails, beside another destination that is a hundred times larger and well.
        Case("every attempt of one destination fails", "DestinationFailing", "6m", [Failing(), Counter("failures", "0+10x60"), Other("attempts", "0+1000x60"), Other("failures", "0x60")], Fires),
        Case("a healthy destination is no alarm", "DestinationFailing", "30m", [Failing(), Counter("failures", "0x60")], null),
        Case("the same by integration", "IntegrationFailing", "6m", [Failing(), Counter("failures", "0+10x60")], "integration: mixpanel"),
        Case("the mapper throws before anything is counted", "DeliverySilent", "15m", [Accepted(), Counter("attempts", "0x60"), Gauge("guidon_delivery_oldest_pending_age_seconds", "0+60x60")], Fires),
        Case("all was filtered, nothing waits", "DeliverySilent", "15m", [Accepted(), Counter("attempts", "0x60"), Gauge("guidon_delivery_oldest_pending_age_seconds", "0x60")], null),
        Case("idle minutes do not hide two that fail", "DestinationFailing", "7m", [Counter("attempts", "0 0 0 0 0 10000 20000 20000"), Counter("failures", "0 0 0 0 0 10000 20000 20000")], Fires),
        Case("busy minutes at a fifth are no total failure", "DestinationFailing", "7m", [Counter("attempts", "0 10 20 30 40 10040 20040 30040"), Counter("failures", "0 0 0 0 0 2000 4000 6000")], null),
        .. Stopped(),
        Case("a mapper that filters everything", "IntegrationSilent", "45m", [Accepted(), Counter("withheld", "0x60"), Counter("delivered", "0x60")], Fires),
        Case("a destination that wants changes only, and nothing changed", "IntegrationSilent", "45m", [Accepted(), Counter("withheld", "0+10x60"), Counter("delivered", "0x60")], null),
        Case("half is unchanged, the other half is lost", "IntegrationSilent", "45m", [Accepted(), Counter("withheld", "0+5x60"), Counter("delivered", "0x60")], Fires),
        Case("events expire in a week", "EventsExpiring", "2m", [Gauge("guidon_retention_days_left", "7x60")], Fires),
        Case("a week is no last day", "EventsExpiringLastDay", "2m", [Gauge("guidon_retention_days_left", "7x60")], null),
        Case("events expire tomorrow", "EventsExpiringLastDay", "2m", [Gauge("guidon_retention_days_left", "1x60")], Fires),
        Case("events that expired", "EventsExpired", "10m", [("""guidon_ledger_expired_events_total{destination="1",integration="mixpanel"}""", "7 7 7 12x60")], Fires),
        Case("events that expired long ago", "EventsExpired", "10m", [("""guidon_ledger_expired_events_total{destination="1",integration="mixpanel"}""", "7x60")], null),
        Case("a destination that nobody measures", "DestinationMissing", "15m", [Gauge("guidon_destination_configured", "1x60"), ("guidon_build_info", "1x60")], Fires),
        Case("a destination that was made a moment ago", "DestinationMissing", "12m", [Gauge("guidon_destination_configured", "_x9 1x60"), ("guidon_build_info", "1x60")], null),
        Case("a destination that was deleted a moment ago", "DestinationMissing", "12m",
            [Gauge("guidon_destination_configured", "1x60"), Gauge("guidon_delivery_oldest_pending_age_seconds", "0x10"), ("guidon_build_info", "1x60")], null),
        Case("nothing of the node is seen any more", "DestinationMissing", "15m", [("guidon_build_info", "1x5")], ""),
        Case("a queue that grows old", "QueueOld", "20m", [Gauge("guidon_delivery_oldest_pending_age_seconds", "0+60x60")], Fires),
        Case("a mapper that throws at one in a hundred", "MapperFailing", "10m", [Counter("mapper_failures", "0+1x60"), Counter("delivered", "0+100x60")], Fires),
        Case("three lost canaries", "CanaryLost", "5m", [Gauge("guidon_canary_misses", "0+1x60")], Fires),
        Case("one event in a hundred takes ten minutes", "LatencyHigh", "70m",
            [($$"""guidon_delivery_lag_seconds_bucket{{{One}},le="300"}""", "0+90x100"), ($$"""guidon_delivery_lag_seconds_bucket{{{One}},le="900"}""", "0+100x100"), ($$"""guidon_delivery_lag_seconds_bucket{{{One}},le="+Inf"}""", "0+100x100"), ($$"""guidon_delivery_lag_seconds_count{{{One}}}""", "0+100x100")], Fires),
        Case("parked events wait for half an hour", "EventsWaitForPerson", "35m", [Gauge("guidon_ledger_parked_events", "2x60"), Gauge("guidon_destination_held", "0x60")], Fires),
        Case("success that is none", "AnswersContradict", "5m", [Counter("contradictions", "0+1x60")], Fires),
        Case("one lost event", "LedgerGap", "2m", [Gauge("guidon_ledger_residual_events", "0 -1x60")], Fires),
        Case("an acknowledged event that was not stored", "IntakeGap", "2m", [("guidon_intake_residual_events", "0 1x60")], ""),
        Case("a finding of the doctor", "StoreFindings", "2m", [("guidon_store_findings", "0 1x60")], ""),
        Case("two in a hundred are late", "BurnFast", "70m", Late(98, 2, 100), Fires),
        Case("one in a thousand is late, as allowed", "BurnFast", "70m", Late(999, 1, 100), null),
        Case("seven in a thousand are late for hours", "BurnMid", "400m", Late(993, 7, 90), Fires) with { Interval = "5m" },
        Case("four in a thousand are late for a day", "BurnDay", "1500m", Late(996, 4, 60), Fires) with { Interval = "30m" },
        Case("two in a thousand are late for days", "BurnSlow", "4500m", Late(998, 2, 80), Fires) with { Interval = "1h" },
        Case("evaluations and no event", "CaptureSilent", "15m", [("guidon_capture_due_events_total", "0+10x60"), ("guidon_intake_accepted_events_total", "0x60")], ""),
        Case("a node that captures nothing beside one that does", "CaptureSilent", "15m",
            [Node("guidon_capture_due_events_total", "a", "0+10x60"), Node("guidon_intake_accepted_events_total", "a", "0x60"), Node("guidon_capture_due_events_total", "b", "0+10x60"), Node("guidon_intake_accepted_events_total", "b", "0+10x60")], "instance: a"),
        Case("a gap", "CaptureGap", "5m", [("guidon_capture_gap_events_total", "0+1x60")], ""),
        Case("a volume that fills", "DiskLow", "2m", [("guidon_storage_usable_ratio", "0.1x60")], ""),
        Case("a clock that was set", "ClockSkew", "2m", [("guidon_clock_skew_seconds", "-7x60")], ""),
        Case("a clock that differs from the receivers'", "ClockSkew", "2m", [Gauge("guidon_delivery_clock_offset_seconds", "-60x60"), ("""guidon_delivery_clock_offset_seconds{destination="2",integration="heap"}""", "-61x60")], ""),
        Case("one receiver of three whose clock is wrong", "ClockSkew", "2m", [Gauge("guidon_delivery_clock_offset_seconds", "-600x60"), ("""guidon_delivery_clock_offset_seconds{destination="2",integration="heap"}""", "0x60"), ("""guidon_delivery_clock_offset_seconds{destination="3",integration="heap"}""", "1x60")], null),
        Case("a key that expires in a week", "KeyExpiring", "2m", [("guidon_key_expiry_seconds", "604800x60")], ""),
        Case("a certificate that ends in a week", "CertificateExpiring", "2m", [("guidon_certificate_expiry_seconds", "604800x60")], ""),
        Case("an upstream that is away", "DocumentStale", "10m", [("""guidon_upstream_failing{environment="client-one"}""", "0x2 1x60")], "environment: client-one"),
        Case("an upstream that was away for a moment", "DocumentStale", "10m", [("""guidon_upstream_failing{environment="client-one"}""", "0x2 1x3 0x60")], null),
        Case("alerts that wait", "AlertChannelFailing", "5m", [("""guidon_delivery_oldest_pending_age_seconds{destination="2",integration="alert-webhook"}""", "0+60x60")], """destination: "2", integration: alert-webhook"""),
        Case("a channel that refuses alerts", "AlertChannelFailing", "5m",
            [("""guidon_delivery_oldest_pending_age_seconds{destination="2",integration="alert-webhook"}""", "0x60"), ("""guidon_ledger_parked_events{destination="2",integration="alert-webhook"}""", "1x60"), ("""guidon_destination_held{destination="2",integration="alert-webhook"}""", "0x60")], """destination: "2", integration: alert-webhook"""),
        Case("a node that is not scraped", "MetricsUnreachable", "5m", [("""up{job="guidon",instance="a"}""", "0x60")], """job: guidon, instance: a"""),
        Case("a node that Prometheus does not know", "MetricsUnreachable", "5m", [], "job: guidon"),
        Case("a loop that stands still", "AlertLoopStalled", "10m", [("guidon_alerts_evaluated_timestamp_seconds", "60x60")], ""),
        Case("the watchdog always fires", "Watchdog", "1m", [], ""),
    ];

    private static PromtoolCase Case(string name, string rule, string at, IReadOnlyList<(string, string)> series, string? fires) =>
        new(name, rule, at, series, fires);

    // What a person stopped waits, burns, and is nobody's fault; each would fire but for that.
    private static IEnumerable<PromtoolCase> Stopped()
    {
        var stopped = Gauge("guidon_destination_stopped", "1x60");
        var age = Gauge("guidon_delivery_oldest_pending_age_seconds", "0+60x60");
        yield return Case("a stopped destination attempts nothing", "DeliverySilent", "15m", [Accepted(), Counter("attempts", "0x60"), age, stopped], null);
        yield return Case("a stopped destination delivers nothing", "IntegrationSilent", "45m", [Accepted(), Counter("withheld", "0x60"), Counter("delivered", "0x60"), stopped], null);
        yield return Case("the queue of a stopped destination grows old", "QueueOld", "20m", [age, stopped], null);
        yield return Case("a destination that was stopped after three lost canaries", "CanaryLost", "5m", [Gauge("guidon_canary_misses", "0+1x60"), stopped], null);
        yield return Case("a person held it", "EventsWaitForPerson", "35m", [Gauge("guidon_ledger_parked_events", "2x60"), Gauge("guidon_destination_held", "1x60"), stopped], null);
        yield return Case("what waits for a stopped destination is late", "BurnFast", "70m", [.. Late(98, 2, 100), Gauge("guidon_destination_stopped", "1x100")], null);
        yield return Case("a destination that goes on again", "QueueOld", "20m", [age, Gauge("guidon_destination_stopped", "0x60")], Fires);
    }

    private static (string, string) Node(string name, string instance, string values) => ($$"""{{name}}{instance="{{instance}}"}""", values);

    private static (string, string) Failing() => Counter("attempts", "0+10x60");

    private static (string, string) Counter(string name, string values) => ($$"""guidon_delivery_{{name}}_total{{{One}}}""", values);

    private static (string, string) Accepted() => ($$"""guidon_ledger_accepted_events_total{{{One}}}""", "0+10x60");

    private static (string, string) Gauge(string name, string values) => ($$"""{{name}}{{{One}}}""", values);

    private static (string, string) Other(string name, string values) => ($$"""guidon_delivery_{{name}}_total{destination="2",integration="heap"}""", values);

    private static (string, string)[] Late(int onTime, int late, int minutes) =>
    [
        ($$"""guidon_delivery_sli_events_total{{{One}},result="on_time"}""", $"0+{onTime}x{minutes}"), ($$"""guidon_delivery_sli_events_total{{{One}},result="late"}""", $"0+{late}x{minutes}"),
    ];
}
