using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Alerts;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.AlertPagerDuty;

/// <summary>
/// Events API v2: an alert that fires triggers an incident, one that is resolved resolves it, by the same <c>dedup_key</c>. The routing key is part of
/// the body and is added with each attempt, so that no stored or shown record holds it.
/// </summary>
internal sealed class AlertPagerDutyIntegration : AlertIntegration<AlertPagerDutySettings>
{
    private const int SummaryMax = 1_024;   // Source: "Events API v2", payload.summary: 1,024 characters.
    private const int KeyChars = 32;        // Source: "Events API v2", routing_key: the 32 character integration key.

    public override string Name => "alert-pagerduty";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1,             // Source: one event per request.
        BytesMax = 512 * 1_024,     // Source: "Events API v2": 512 KB.
        AgeMax = TimeSpan.Zero,
        RequestsMax = 1,            // Source: none; an end must not overtake its beginning.
        RequestsPerSecondMax = 2,   // Source: "Events API v2 overview": 120 events a minute per integration key.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = "routing_key", Kind = SettingKind.Secret, Required = true, CharactersMax = KeyChars, Purpose = "The integration key of a service with an integration \"Events API v2\"." },
        AlertFields.When,
        AlertFields.Which,
        CommonFields.BaseUrl(["https://events.pagerduty.com/", "https://events.eu.pagerduty.com/"], "The service region's address."),
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Alerts to PagerDuty",
        Sends = "`POST /v2/enqueue`: `trigger` when an alert fires, `resolve` when it is resolved; a page is `critical`, a ticket `warning`",
        Limits = "summary 1,024 characters, cut visibly; 120 events a minute",
        Dedupe = "`dedup_key`, the same from beginning to end: a second trigger joins the open incident",
        TooOld = "none; `timestamp` is when it fired",
        Replay = "joins the open incident, or opens one again",
        Canary = "`resolve` of an incident that does not exist: accepted, and nobody is called",
        Unverified = "which of two keys wins when both regions know one",
    };

    public override void Check(SettingsValues values, SettingsErrors errors)
    {
        if (values.Text("routing_key").Length != KeyChars) errors.Add("routing_key", $"Enter the {KeyChars} characters of the integration key.");
    }

    protected override AlertPagerDutySettings Read(SettingsValues values) => new(values.Text("routing_key"), CommonFields.Endpoint(values, "/v2/enqueue"));

    protected override Mapping Map(AlertEvent alert, AlertPagerDutySettings settings) => Mapping.Mapped(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("event_action", alert.IsResolved ? "resolve" : "trigger");
        json.WriteString("dedup_key", alert.DedupeKey);
        json.WriteString("client", "Guidon");
        json.WriteStartObject("payload");
        json.WriteString("summary", ChangeText.Visibly($"{alert.Rule}: {alert.Summary}", SummaryMax));
        json.WriteString("source", alert.Source);
        json.WriteString("severity", alert.IsPage ? "critical" : "warning");
        json.WriteString("timestamp", EventTime.Milliseconds(alert.OccurredAt));
        json.WriteString("component", alert.Integration.Length == 0 ? "node" : alert.Integration);
        json.WriteString("class", alert.Rule);
        json.WriteStartObject("custom_details");
        json.WriteString("event_id", alert.Id);
        json.WriteString("started_at", EventTime.Text(alert.StartedAt));
        json.WriteString("runbook", alert.Runbook);
        if (alert.DestinationId is { } destination) json.WriteNumber("destination", destination);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, AlertPagerDutySettings settings, DateTimeOffset attemptAt) => new()
    {
        Address = settings.Address,
        IsVerbatim = false,   // the key belongs into the record
        Body = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("routing_key", settings.RoutingKey);
            foreach (var member in JsonElement.Parse(records[0].Json.Span).EnumerateObject()) member.WriteTo(json);
            json.WriteEndObject();
        }),
    };

    // Source: "Events API v2", response codes: 202 with status "success", 400 for an invalid event or key, 429 for too many.
    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        var verdict = AnswerText.Judge(answer);
        if (verdict.Verdict == Verdict.Delivered)
            return AnswerText.Text(AnswerText.Object(answer), "status") == "success" ? verdict : BatchVerdict.Retry("answer_unreadable");
        var isKey = answer.Status == 400 && AnswerText.Plain(answer).Contains("routing_key", StringComparison.OrdinalIgnoreCase);
        return isKey ? BatchVerdict.Hold("invalid_routing_key") : verdict;
    }
}
