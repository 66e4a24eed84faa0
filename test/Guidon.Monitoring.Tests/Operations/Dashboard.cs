using System.Text.Json;

namespace Guidon.Monitoring.Tests.Operations;

/// <summary>One dashboard as JSON: is anything lost, does each destination deliver, how long does it take, has the node room.</summary>
internal static class Dashboard
{
    private const string By = "by (destination, integration)";

    private static readonly (string Title, string Unit, (string Legend, string Expression)[] Queries)[] s_panels =
    [
        ("Residual: what the ledgers cannot account for", "short", [("{{integration}} {{destination}}", "guidon_ledger_residual_events")]),
        ("Failed share of attempts", "percentunit", [("{{integration}} {{destination}}", $"sum {By} (rate(guidon_delivery_failures_total[5m])) / sum {By} (rate(guidon_delivery_attempts_total[5m]))")]),
        ("Accepted and delivered", "eps",
            [("accepted {{integration}} {{destination}}", $"sum {By} (rate(guidon_ledger_accepted_events_total[5m]))"), ("delivered {{integration}} {{destination}}", $"sum {By} (rate(guidon_delivery_delivered_total[5m]))")]),
        ("Oldest waiting event", "s", [("{{integration}} {{destination}}", $"max {By} (guidon_delivery_oldest_pending_age_seconds)")]),
        ("Late share (five minutes)", "percentunit", [("{{integration}} {{destination}}", $"sum {By} (rate(guidon_delivery_sli_events_total{{result=\"late\"}}[5m])) / sum {By} (rate(guidon_delivery_sli_events_total[5m]))")]),
        ("From evaluation to answer", "s",
            [("p50 {{integration}}", "histogram_quantile(0.5, sum by (integration, le) (rate(guidon_delivery_lag_seconds_bucket[5m])))"), ("p99 {{integration}}", "histogram_quantile(0.99, sum by (integration, le) (rate(guidon_delivery_lag_seconds_bucket[5m])))")]),
        ("One attempt", "s", [("p99 {{integration}}", "histogram_quantile(0.99, sum by (integration, le) (rate(guidon_delivery_request_duration_seconds_bucket[5m])))")]),
        ("Append to the log", "s", [("p99", "histogram_quantile(0.99, sum by (le) (rate(guidon_intake_append_duration_seconds_bucket[5m])))")]),
        ("Canaries lost in a row", "short", [("{{integration}} {{destination}}", $"max {By} (guidon_canary_misses)")]),
        ("Parked, held", "short", [("parked {{integration}} {{destination}}", $"max {By} (guidon_ledger_parked_events)"), ("held {{integration}} {{destination}}", $"max {By} (guidon_destination_held)")]),
        ("Evaluations", "reqps", [("{{resource}}", "sum by (resource) (rate(guidon_evaluations_total[5m]))")]),
        ("Usable share of the volume", "percentunit", [("usable", "min(guidon_storage_usable_ratio)")]),
        ("Mappers at work", "short", [("{{integration}} {{mapper_version}}", "max by (integration, mapper_version) (guidon_mapper_info)")]),
        ("Firing", "short", [("{{alertname}} {{integration}}", "ALERTS{alertstate=\"firing\",code!=\"\"}")]),
    ];

    internal static string Write() => JsonSerializer.Serialize(
        new
        {
            uid = "guidon",
            title = "Guidon",
            schemaVersion = 39,
            refresh = "30s",
            time = new { from = "now-3h", to = "now" },
            templating = new { list = new[] { new { name = "datasource", type = "datasource", query = "prometheus" } } },
            panels = s_panels.Select((panel, at) => new
            {
                id = at + 1,
                type = "timeseries",
                title = panel.Title,
                datasource = new { type = "prometheus", uid = "${datasource}" },
                gridPos = new { h = 8, w = 12, x = at % 2 * 12, y = at / 2 * 8 },
                fieldConfig = new { defaults = new { unit = panel.Unit, min = (int?)(panel.Unit == "short" ? null : 0) } },
                targets = panel.Queries.Select((query, index) => new { refId = ((char)('A' + index)).ToString(), expr = query.Expression, legendFormat = query.Legend }),
            }),
        },
        s_options) + "\n";

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
