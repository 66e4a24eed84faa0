namespace Guidon.Monitoring.Rules;

/// <summary>A3, A13 and A15: what is about the node, its clock, its keys and the alarms themselves.</summary>
internal static class NodeRules
{
    private const int CaptureDueMin = 20;
    private const int HeartbeatMissesMax = 2;
    private const int ChannelSecondsMax = 120;

    private static readonly TimeSpan s_skewMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_offsetMax = TimeSpan.FromSeconds(30);   // a receiver says whole seconds, and its own clock may be a little off
    private static readonly TimeSpan s_certificateNotice = TimeSpan.FromDays(14);

    internal static IReadOnlyList<AlertRule> All { get; } =
    [
        new()
        {
            Name = "CaptureSilent", Code = "A3", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.FromMinutes(1),
            Meaning = "SDKs are answered, and none of the evaluations becomes an event although destinations want them.",
            Steps = ["Look at `capture_gaps` and `storage` of `GET /api/guidon/v1/status`.", "Free space, or mend the volume; capture begins again by itself."],
            Expression = $"sum by (instance) (increase(guidon_capture_due_events_total[10m])) > {CaptureDueMin} unless sum by (instance) (increase(guidon_intake_accepted_events_total[10m])) > 0",
            Evaluate = scene => OfNodes(scene, node => node is { CaptureDue: > CaptureDueMin, Captured: 0 } ? $"{node.CaptureDue} evaluations within ten minutes and no event" : null),
        },
        new()
        {
            Name = "CaptureGap", Code = "A13", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "Evaluations were answered whose events could not be made durable: they are lost, counted and dated.",
            Steps = ["`GET /api/guidon/v1/status` dates and counts the gap and says why.", "A full disk is the usual cause: see DiskLow."],
            Expression = "sum(increase(guidon_capture_gap_events_total[10m])) > 0",
            Evaluate = scene => OfNodes(scene, node => node.CaptureRefused > 0 ? $"{node.CaptureRefused} events could not be made durable within ten minutes" : null),
        },
        new()
        {
            Name = "DiskLow", Code = "A13", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "The volume of the event log runs out of space.",
            Steps = ["Free space or grow the volume.", "Shorten the retention of an environment: `PUT /api/guidon/v1/environments/KEY/retention`."],
            Expression = "min(guidon_storage_usable_ratio) < 0.15",
            Evaluate = scene => OfNodes(scene, node => node.IsSpaceLow ? $"{node.UsablePercent:0.0} % of the volume is usable" : null),
        },
        new()
        {
            Name = "ClockSkew", Code = "A13", Severity = Severity.Ticket, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "The wall clock was set, runs apart, or differs from most receivers': event times, signatures and ages are wrong by that much.",
            Steps = ["Look at the time service: `timedatectl`.", "`guidon_delivery_clock_offset_seconds` says by receiver how far it is ahead; when only one is, the fault is there.", "Receivers that check signatures refuse more than five minutes."],
            Expression = $"max(abs(guidon_clock_skew_seconds)) > {s_skewMax.TotalSeconds:0} or abs(quantile(0.5, guidon_delivery_clock_offset_seconds)) > {s_offsetMax.TotalSeconds:0}",
            Evaluate = scene => OfNodes(scene, node =>
                node.ClockSkew.Duration() > s_skewMax ? $"the wall clock moved by {node.ClockSkew.TotalSeconds:0.0} s within ten minutes"
                : node.ClockOffset.Duration() > s_offsetMax ? $"the receivers' clocks are {node.ClockOffset.TotalSeconds:0} s ahead of this node's" : null),
        },
        new()
        {
            Name = "KeyExpiring", Code = "A13", Severity = Severity.Ticket, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "A key expires within two weeks; SDKs or tools that use it are refused then.",
            Steps = ["Make a new key and hand it out; let the old one expire."],
            Expression = "min(guidon_key_expiry_seconds) < 14 * 86400",
            Evaluate = scene => scene.Node.ExpiringKeys.Count > 0 ? [Breach.OfNode(string.Join("; ", scene.Node.ExpiringKeys))] : [],
        },
        new()
        {
            Name = "CertificateExpiring", Code = "A13", Severity = Severity.Ticket, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "The node's own certificate, or the client certificate of a destination, ends within two weeks.",
            Steps = ["The node's: renew it; the server reads it at its next start.", "A destination's: enter the new one in its settings. It is held when the old one has ended, and nothing is lost."],
            Expression = "min(guidon_certificate_expiry_seconds) < 14 * 86400 or min by (destination, integration) (guidon_delivery_certificate_remaining_seconds) < 14 * 86400",
            Evaluate = Ending,
        },
        new()
        {
            Name = "DocumentStale", Code = "A13", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.FromMinutes(5),
            Meaning = "An edge gets nothing newer from its upstream: flags are answered as they were, and changes do not arrive.",
            Steps =
            [
                "Why: `GET /health` of the edge names the problem of each environment.",
                "Is the upstream reachable from there, and the server-side key still good? Everything it missed comes with the first document.",
            ],
            Expression = "max by (environment) (guidon_upstream_failing) > 0",
            Evaluate = scene => OfNodes(scene, node => node.UpstreamFailing > 0 ? $"the upstream gives nothing newer for {node.UpstreamFailing} environments" : null),
        },
        new()
        {
            Name = "AlertChannelFailing", Code = "A15", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "An alert's own way to a person does not work; the second channel is used meanwhile.",
            Steps =
            [
                "Look at the channel as at any destination: `attempts`, then its test. One refused alert holds it; what waits is told when it is mended.",
                "Alerts that are parked are sent again, or given up, under `GET /api/guidon/v1/parked`.",
                "Is there a second channel? `when` = `first_fails` in the settings of another one.",
            ],
            Expression = $"{Channels("guidon_delivery_oldest_pending_age_seconds")} > {ChannelSecondsMax} or {Channels("guidon_ledger_parked_events")} > 0 or {Channels("guidon_destination_held")} > 0",
            Evaluate = scene =>
                from reading in scene.Destinations
                where reading.IsChannel && (reading.OldestPendingSeconds > ChannelSecondsMax || reading.HeldReason is not null || reading.Parked > 0)
                select reading.Breach($"alerts wait for {reading.OldestPendingSeconds:0} s, {reading.Parked} are parked ({reading.HeldReason ?? reading.LastProblem ?? "no attempt"})"),
        },
        new()
        {
            Name = "NodeLost", Code = "A4", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.FromMinutes(1),
            Meaning = "A node stopped without a word, and none has started in its place. The others do its work. It is forgotten after an hour.",
            Steps = ["Is its machine there? Start the node again: the alert ends.", "A node that is stopped on purpose says so, and nobody misses it."],
            Expression = "",
            Evaluate = scene => scene.Lost.Count == 0 ? [] : [Breach.OfNode($"not heard of: {string.Join(", ", scene.Lost)}")],
        },
        new()
        {
            Name = "MetricsUnreachable", Code = "A15", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.FromMinutes(1),
            Meaning = "The node's metrics address does not answer itself; whatever scrapes it sees nothing.",
            Steps = ["Is the port taken or shut off? `Metrics:Url`.", "The product's own alerts go on without it."],
            Expression = "up{job=\"guidon\"} == 0 or absent(up{job=\"guidon\"})",
            Evaluate = scene => OfNodes(scene, node => node.MetricsMisses > 0 ? $"no metrics for {node.MetricsMisses} looks in a row" : null),
        },
        new()
        {
            Name = "HeartbeatFailing", Code = "A15", Severity = Severity.Ticket, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "The heartbeat to the outside receiver cannot be sent, so that receiver is about to call somebody.",
            Steps = ["Is the address right and reachable: `Monitoring:HeartbeatUrl`?"],
            Expression = "",
            Evaluate = scene => scene.Node.HeartbeatMisses >= HeartbeatMissesMax ? [Breach.OfNode($"{scene.Node.HeartbeatMisses} heartbeats in a row failed")] : [],
        },
        new()
        {
            Name = "AlertLoopStalled", Code = "A15", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "The product's own rules are not evaluated any more. Seen by Prometheus and by the outside receiver whose heartbeat stops, for it cannot see itself.",
            Steps = ["Look for log event 2073.", "Restart the node."],
            Expression = "time() - max(guidon_alerts_evaluated_timestamp_seconds) > 120",
            Evaluate = static _ => [],
        },
        new()
        {
            Name = "Watchdog", Code = "A15", Severity = Severity.Ticket, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "Always firing: route it to an outside receiver that calls somebody when it stops. The product's own form is `Monitoring:HeartbeatUrl`.",
            Steps = ["It stopped: Prometheus, Alertmanager or the way out is dead. Look there first."],
            Expression = "vector(1)",
            Evaluate = static _ => [],   // as a heartbeat and not as an alert
        },
    ];

    private static string Channels(string metric) => $"max by (destination, integration) ({metric}{{integration=~\"alert-.*\"}})";

    private static IEnumerable<Breach> Ending(Scene scene)
    {
        foreach (var breach in OfNodes(scene, node => node.CertificateEndsAt - scene.Now < s_certificateNotice ? $"the certificate ends {node.CertificateEndsAt:u}" : null)) yield return breach;
        foreach (var reading in scene.Destinations.Where(reading => reading.CertificateEndsAt - scene.Now < s_certificateNotice))
            yield return reading.Breach($"its client certificate ends {reading.CertificateEndsAt:u}");
    }

    /// <summary>One alert for all nodes, which names those that it is about; a single node needs no name.</summary>
    internal static IEnumerable<Breach> OfNodes(Scene scene, Func<NodeReading, string?> see)
    {
        NodeReading[] all = [scene.Node, .. scene.Others];
        var seen = all.Select(node => (node.Name, Text: see(node))).Where(each => each.Text is not null).ToList();
        if (seen.Count == 0) return [];
        return [Breach.OfNode(string.Join("; ", seen.Select(each => all.Length == 1 ? each.Text : $"{each.Name}: {each.Text}")))];
    }
}
