using System.Globalization;
using System.Text.Json;
using Guidon.Integrations.Health;

namespace Guidon.Integrations.Grafana;

/// <summary>
/// The bodies that Grafana's and Prometheus' alert managers send to a webhook: <c>{"alerts": [{"status", "labels", "annotations", "startsAt", "endsAt", "fingerprint",
/// "generatorURL", …}]}</c>. The label <c>flagsmith_feature</c> names the feature, <c>flagsmith_environment</c> the environment; alerts without the first are not about features.
/// </summary>
internal static class GrafanaHealth
{
    private const int AlertsMax = 500;
    private const int FingerprintCharsMax = 100;

    private static readonly (string Field, string Title)[] s_links = [("generatorURL", "Alert"), ("dashboardURL", "Dashboard"), ("panelURL", "Panel")];

    private const string Sample = """
        {
          "alerts": [{
            "status": "firing",
            "labels": {"alertname": "HighErrorRate", "flagsmith_feature": "checkout", "flagsmith_environment": "Production"},
            "annotations": {"summary": "4 % of all orders fail"},
            "startsAt": "2026-11-10T08:00:00Z",
            "fingerprint": "c6eadffa33fcdf37"
          }]
        }
        """;

    internal static HealthFormat Format { get; } = new(
        "Grafana", "A webhook contact point of Grafana, or of Prometheus' Alertmanager. The alert's label flagsmith_feature names the feature, flagsmith_environment the environment if it is about one.",
        Sample, Read);

    private static HealthReading Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array || alerts.GetArrayLength() > AlertsMax)
            return HealthReading.Wrong(string.Create(CultureInfo.InvariantCulture, $"alerts: a list of at most {AlertsMax} alerts is required."));
        List<HealthReport> reports = [];
        foreach (var (at, alert) in alerts.EnumerateArray().Index())
        {
            if (alert.Object("labels").Text("flagsmith_feature") is not { } feature) continue;
            if (alert.Text("fingerprint") is not { Length: <= FingerprintCharsMax } fingerprint) return Wrong(at, "fingerprint: a text is required.");
            var isFiring = alert.Text("status") == "firing";
            if (!isFiring && alert.Text("status") != "resolved") return Wrong(at, "status: firing or resolved is required.");
            if (alert.Time(isFiring ? "startsAt" : "endsAt") is not { } since) return Wrong(at, $"{(isFiring ? "startsAt" : "endsAt")}: a time like 2026-11-10T08:00:00Z is required.");
            reports.Add(new HealthReport(feature, alert.Object("labels").Text("flagsmith_environment"), !isFiring) { ExternalId = fingerprint, Since = since, Reason = Reason(alert) });
        }

        return new HealthReading(reports, null);
    }

    private static HealthReading Wrong(int at, string error) => HealthReading.Wrong(string.Create(CultureInfo.InvariantCulture, $"alerts[{at}].{error}"));

    private static string Reason(JsonElement alert)
    {
        var annotations = alert.Object("annotations");
        List<(string, string?)> texts = [(HealthWords.Cut(annotations.Text("description") ?? ""), HealthWords.Cut(alert.Object("labels").Text("alertname") ?? "Alert"))];
        if (annotations.Text("summary") is { } summary) texts.Add((HealthWords.Cut(summary), "Summary"));
        var links = s_links.Select(each => (Url: alert.Text(each.Field), each.Title)).Append((Url: annotations.Text("runbook_url"), Title: "Runbook"));
        return HealthWords.Write(texts, links.Where(each => each.Url is not null && HealthWords.IsAddress(each.Url)).Select(each => (each.Url ?? "", (string?)each.Title)));
    }
}
