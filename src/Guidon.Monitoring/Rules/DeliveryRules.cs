using Guidon.Monitoring.Series;
using Guidon.Monitoring.Volume;

namespace Guidon.Monitoring.Rules;

/// <summary>A1, A2, A4, A5, A6, A8, A9, A10, A12 and A14: what is about the way from the log to a receiver.</summary>
internal static class DeliveryRules
{
    /// <summary>A ratio over fewer attempts is noise.</summary>
    internal const int AttemptsMin = 5;

    private const double FailureShareMax = 0.5;
    private const int SilentEventsMin = 20;
    private const int LatencyEventsMin = 20;
    private const double LatencySecondsMax = 300;

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_short = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_ten = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_half = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private const string Attempts = "guidon_delivery_attempts_total";
    private const string Failures = "guidon_delivery_failures_total";
    private const string ByDestination = "sum by (destination, integration)";

    /// <summary>What a person stopped is no fault: neither here nor in Prometheus.</summary>
    internal const string UnlessStopped = "unless on (destination) max by (destination) (guidon_destination_stopped) > 0";

    internal static IReadOnlyList<AlertRule> All { get; } =
    [
        new()
        {
            Name = "DestinationFailing", Code = "A1", Severity = Severity.Page, Owner = Owner.Destination, For = TimeSpan.FromMinutes(1),
            Meaning = "More than half of the attempts of a destination fail.",
            Steps =
            [
                "Read the reason: `GET /api/guidon/v1/attempts?destination=ID` shows request and answer, redacted.",
                "Send a test: `POST …/integrations/NAME/ID/test/`.",
                "Mend the settings or the receiver. Nothing is lost meanwhile; what waits drains by itself.",
            ],
            Expression = $"{ByDestination} (rate({Failures}[5m])) / {ByDestination} (rate({Attempts}[5m])) > {FailureShareMax} and {ByDestination} (increase({Attempts}[5m])) >= {AttemptsMin}",
            Evaluate = Each(Failing),
        },
        new()
        {
            Name = "IntegrationFailing", Code = "A1", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.FromMinutes(1),
            Meaning = "More than half of the attempts of a whole integration fail: its receiver, or our mapper, is broken.",
            Steps =
            [
                "Compare the build's mapper version with the one before: the alert names it, `/metrics` has it as the label `mapper_version` of `guidon_mapper_info`.",
                "If it began with an update, go back to the build before; what waits is delivered then.",
                "If it did not, look at the receiver's own status page.",
            ],
            Expression = $"sum by (integration) (rate({Failures}[5m])) / sum by (integration) (rate({Attempts}[5m])) > {FailureShareMax} and sum by (integration) (increase({Attempts}[5m])) >= {AttemptsMin}",
            Evaluate = FailingIntegrations,
        },
        new()
        {
            Name = "DeliverySilent", Code = "A2", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "Events are accepted for a destination and nothing was attempted for five minutes.",
            Steps =
            [
                "Is it held? `GET /api/guidon/v1/destinations` shows the reason; `mapper_error` means that this build's mapper throws.",
                "Does the process pump at all? Look for log events 1300, 1303 and 1320.",
                "Restart the node; cursors stand where they were, nothing is sent twice with another id.",
            ],
            Expression = $"{ByDestination} (increase(guidon_ledger_accepted_events_total[5m])) > 0 unless {ByDestination} (increase({Attempts}[5m])) > 0 unless max by (destination, integration) (guidon_delivery_oldest_pending_age_seconds) <= 150 {UnlessStopped}",
            Evaluate = Each(Silent),
        },
        new()
        {
            Name = "IntegrationSilent", Code = "A2", Severity = Severity.Page, Owner = Owner.Operator, For = s_ten,
            Meaning = "Many events were accepted for a destination in half an hour which its settings do not withhold, and none was delivered.",
            Steps =
            [
                "Compare accepted, delivered and filtered of `GET /api/guidon/v1/destinations`: a mapper that returns nothing filters everything. `guidon_delivery_filtered_total` has the reasons.",
                "Send a test event and look at what arrives.",
                "Mend the mapper, then send once more what it held back: `guidon replay start --destination ID --mode remap-all --from TIME --to TIME`.",
            ],
            Expression = $"max by (destination, integration) (increase(guidon_ledger_accepted_events_total[30m])) - {ByDestination} (increase(guidon_delivery_withheld_total[30m])) > {SilentEventsMin} unless {ByDestination} (increase(guidon_delivery_delivered_total[30m])) > 0 {UnlessStopped}",
            Evaluate = Each(NothingDelivered),
        },
        new()
        {
            Name = "DestinationMissing", Code = "A4", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "A configured destination has not been measured for five minutes.",
            Steps =
            [
                "Ask for its ledger: `guidon doctor --url URL`. A destination without a ledger row is not pumped.",
                "With Prometheus: is the node scraped? `up`, and the node's `/health/live`.",
            ],
            // Configured now and five minutes ago: what was made or deleted a moment ago is not missing.
            Expression = "max by (destination, integration) (guidon_destination_configured) and on (destination) guidon_destination_configured offset 5m unless on (destination) max_over_time(guidon_delivery_oldest_pending_age_seconds[5m]) or absent_over_time(guidon_build_info[5m])",
            Evaluate = Each(Missing),
        },
        new()
        {
            Name = "QueueOld", Code = "A5", Severity = Severity.Page, Owner = Owner.Destination, For = TimeSpan.Zero,
            Meaning = "The oldest event that waits for a destination is older than 15 minutes.",
            Steps =
            [
                "Held or failing? Then follow that first.",
                "Neither: one identity may be blocked by an event that is retried; `attempts` names it.",
                "Events are kept until retention ends; warnings come seven, three and one day before.",
            ],
            Expression = $"max by (destination, integration) (guidon_delivery_oldest_pending_age_seconds) > 900 {UnlessStopped}",
            Evaluate = Each(static (reading, _) => reading is { IsStoppedByHand: false, OldestPendingSeconds: > 900 }
                ? $"the oldest waiting event is {reading.OldestPendingSeconds / 60:0} minutes old ({reading.LastProblem ?? "no failed attempt"})" : null),
        },
        new()
        {
            Name = "MapperFailing", Code = "A6", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "A mapper throws: at the canary, or at more than one event in a thousand.",
            Steps =
            [
                "The log has the exception with event id 1310 and the mapper's version.",
                "Go back to the build before. The destination is held by itself, so nothing is parked and nothing is lost.",
                "After the mend, what was parked: `guidon replay start --destination ID --mode remap-failed --error-class mapper_error`.",
            ],
            Expression = $"{ByDestination} (increase(guidon_delivery_mapper_failures_total[5m])) > 0.001 * {ByDestination} (increase(guidon_delivery_delivered_total[5m]))",
            Evaluate = Each(Throwing),
        },
        new()
        {
            Name = "CanaryLost", Code = "A8", Severity = Severity.Page, Owner = Owner.Destination, For = TimeSpan.Zero,
            Meaning = "Three marked events in a row did not arrive.",
            Steps =
            [
                "The canary takes the whole way but the log: settings, mapper, address check, socket, answer. The alert names the reason; one that is held counts as lost.",
                "Follow DestinationFailing, or MapperFailing when that fires too.",
            ],
            Expression = $"max by (destination, integration) (guidon_canary_misses) >= {DestinationReading.CanaryMissesMax} {UnlessStopped}",
            Evaluate = Each(static (reading, _) => reading is { IsStoppedByHand: false, CanaryMisses: >= DestinationReading.CanaryMissesMax }
                ? $"{reading.CanaryMisses} canaries in a row did not arrive ({reading.LastProblem ?? reading.HeldReason ?? "no reason"})" : null),
        },
        new()
        {
            Name = "VolumeOdd", Code = "A9", Severity = Severity.Ticket, Owner = Owner.Destination, For = TimeSpan.FromMinutes(10),
            Meaning = "The number of events is far from what this hour had in the weeks before.",
            Steps =
            [
                "A holiday, a release, a campaign? Then it is no fault: acknowledge it.",
                "Did an SDK stop calling: a lost key, a mobile release? Compare evaluations per environment.",
                "This rule sees what cannot be counted and is the least sure of all; it never pages.",
            ],
            Expression = "",
            Evaluate = Each(Odd),
        },
        new()
        {
            Name = "LatencyHigh", Code = "A10", Severity = Severity.Ticket, Owner = Owner.Destination, For = TimeSpan.FromMinutes(5),
            Meaning = "One event in a hundred takes longer than five minutes from the evaluation to the receiver's answer.",
            Steps =
            [
                "Is the receiver slow (`guidon_delivery_request_duration_seconds`), or do events wait (`guidon_delivery_oldest_pending_age_seconds`)?",
                "A receiver that takes one request at a time bounds the rate: look at its limits in `docs/integrations.md`.",
            ],
            Expression = $"histogram_quantile(0.99, sum by (destination, integration, le) (rate(guidon_delivery_lag_seconds_bucket[1h]))) > {LatencySecondsMax} and {ByDestination} (increase(guidon_delivery_lag_seconds_count[1h])) >= {LatencyEventsMin}",
            Evaluate = Each(Slow),
        },
        new()
        {
            Name = "EventsWaitForPerson", Code = "A12", Severity = Severity.Ticket, Owner = Owner.Destination, For = s_half,
            Meaning = "A destination is held, or has parked events, for half an hour: only a person can end that.",
            Steps =
            [
                "`GET /api/guidon/v1/parked` shows each event with its reason, the request as the present mapper makes it, and the answer.",
                "Mend the cause, then `POST /api/guidon/v1/parked/retry`, or give them up with a reason: `POST /api/guidon/v1/parked/cancel`. The dashboard has both.",
            ],
            Expression = $"(max by (destination, integration) (guidon_ledger_parked_events) > 0 or max by (destination, integration) (guidon_destination_held) > 0) {UnlessStopped}",
            Evaluate = Each(static (reading, _) => reading.IsStoppedByHand ? null
                : reading.HeldReason is { } reason ? $"held ({reason}), {reading.Parked} events parked"
                : reading.Parked > 0 ? $"{reading.Parked} events are parked" : null),
        },
        new()
        {
            Name = "AnswersContradict", Code = "A14", Severity = Severity.Page, Owner = Owner.Destination, For = TimeSpan.Zero,
            Meaning = "A receiver answers with success and says in the body that it did not take the events.",
            Steps =
            [
                "The answer stands in `GET /api/guidon/v1/attempts`.",
                "Usual causes: the key belongs to another region or project; a revoked token; a selector that matches nothing.",
                "Receivers that accept any key and drop silently cannot be seen here: see `docs/integrations.md`, column canary.",
            ],
            Expression = $"{ByDestination} (increase(guidon_delivery_contradictions_total[10m])) > 0",
            Evaluate = Each(static (reading, now) => reading.Series.Sum(s_ten, now).Contradictions is > 0 and var count
                ? $"{count} answers of success say that events were not taken ({reading.LastProblem ?? "none since"})" : null),
        },
    ];

    /// <summary>The one division: sums first. <see langword="null"/> where there are too few attempts to say anything.</summary>
    internal static double? FailureShare(SeriesCounts sum) => sum.Attempts < AttemptsMin ? null : (double)sum.Failures / sum.Attempts;

    // A rule about single destinations: what is wrong with one, or null.
    private static Func<Scene, IEnumerable<Breach>> Each(Func<DestinationReading, DateTimeOffset, string?> see) => scene =>
        from reading in scene.Destinations
        let wrong = see(reading, scene.Now)
        where wrong is not null
        select reading.Breach(wrong);

    private static IEnumerable<Breach> FailingIntegrations(Scene scene) =>
        from same in scene.Destinations.GroupBy(reading => reading.Integration)
        let sum = SeriesCounts.Sum(same.Select(reading => reading.Series.Sum(s_short, scene.Now)))
        where FailureShare(sum) > FailureShareMax
        select new Breach(0, same.Key, $"{same.First().Label}: {sum.Failures} of {sum.Attempts} attempts failed within five minutes");

    private static string? Failing(DestinationReading reading, DateTimeOffset now)
    {
        var sum = reading.Series.Sum(s_short, now);
        return FailureShare(sum) > FailureShareMax ? $"{sum.Failures} of {sum.Attempts} attempts failed within five minutes ({reading.LastProblem ?? "delivers again"})" : null;
    }

    private static string? Silent(DestinationReading reading, DateTimeOffset now)
    {
        if (reading.IsStoppedByHand || reading.OldestPendingSeconds <= s_short.TotalSeconds / 2) return null;
        return reading.Series.Sum(s_short, now) is { Accepted: > 0, Attempts: 0 } sum
            ? $"{sum.Accepted} events were accepted within five minutes and nothing was attempted ({reading.HeldReason ?? "not held"})" : null;
    }

    private static string? NothingDelivered(DestinationReading reading, DateTimeOffset now)
    {
        var sum = reading.Series.Sum(s_half, now);
        var wanted = sum.Accepted - sum.Withheld;
        return !reading.IsStoppedByHand && wanted > SilentEventsMin && sum.Delivered == 0
            ? $"{wanted} events that it wants were accepted within half an hour and none was delivered" : null;
    }

    private static string? Missing(DestinationReading reading, DateTimeOffset now)
    {
        var last = reading.Series.LastMinute is { } minute && minute > reading.SeenSince ? minute : reading.SeenSince;
        return now - last > s_short ? $"not measured since {last:u}" : null;
    }

    private static string? Throwing(DestinationReading reading, DateTimeOffset now)
    {
        if (reading.CanaryThrew) return "the mapper throws at the canary";
        // Whole minutes of this process: what was thrown before it began was thrown by the build before, whose version would not be the one that is named.
        var own = now - DestinationSeries.Floor(reading.SeenSince, s_minute);
        var sum = reading.Series.Sum(own >= TimeSpan.Zero && own < s_short ? own : s_short, now);
        return sum.MapperFailures * 1_000 > sum.Delivered ? $"the mapper threw {sum.MapperFailures} times within five minutes" : null;
    }

    private static string? Odd(DestinationReading reading, DateTimeOffset now)
    {
        var present = DestinationSeries.Floor(now, s_hour);
        var verdict = VolumeWatch.Judge(ago => reading.Series.Hour(present - ((ago + 1) * s_hour)));
        return verdict == VolumeVerdict.Usual ? null
            : $"{reading.Series.Hour(present - s_hour)} events in the hour before {present:u}: {verdict.ToString().ToLowerInvariant()}";
    }

    private static string? Slow(DestinationReading reading, DateTimeOffset now)
    {
        var latency = reading.Series.Latency(s_hour, now);
        return latency.Count >= LatencyEventsMin && latency.Quantile(0.99) is > LatencySecondsMax and var seconds
            ? $"p99 of {latency.Count} events is {seconds:0} s (p50 {latency.Quantile(0.5):0.##} s, p95 {latency.Quantile(0.95):0.##} s)" : null;
    }
}
