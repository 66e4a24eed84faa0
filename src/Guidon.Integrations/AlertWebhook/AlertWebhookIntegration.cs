using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Alerts;
using Guidon.Integrations.ChangeWebhook;
using Guidon.Integrations.Common;
using Guidon.Integrations.Webhook;

namespace Guidon.Integrations.AlertWebhook;

/// <summary>Alerts to a URL of the customer, signed as all webhooks are.</summary>
internal sealed class AlertWebhookIntegration : AlertIntegration<ChangeWebhookSettings>
{
    private const string Url = "url";

    public override string Name => "alert-webhook";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1,             // Source: the body holds one alert.
        BytesMax = int.MaxValue,    // Source: none; a summary is a line or two.
        AgeMax = TimeSpan.Zero,
        RequestsMax = 1,            // Source: none; an end must not overtake its beginning.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = Url, Kind = SettingKind.Address, Required = true, CharactersMax = 200, Purpose = "Where alerts go." },
        AlertFields.When,
        AlertFields.Which,
        SignatureFields.Secret,
        SignatureFields.Standard,
        SignatureFields.PreviousStandard,
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Alerts by webhook",
        Sends = "`POST` to the customer's URL when an alert fires and when it is resolved: `event_type` `ALERT_FIRING` or `ALERT_RESOLVED`",
        Limits = "none of its own",
        Dedupe = "`webhook-id`, the same in every attempt; `dedupe_key` is the same at an alert's beginning and end",
        TooOld = "none; `timestamp` is when it fired or ended",
        Replay = "the same ids, freshly signed; `Guidon-Replay` has the number of the replay",
        Canary = "rule `Test`, resolved; what the receiver answers",
        Unverified = "nothing",
    };

    public override void Check(SettingsValues values, SettingsErrors errors) => SignatureFields.Check(values, errors);

    protected override ChangeWebhookSettings Read(SettingsValues values) =>
        new(new Uri(values.Text(Url)), Enabled: true, values.Text(SignatureFields.SecretName), SignatureFields.Keys(values));

    protected override Mapping Map(AlertEvent alert, ChangeWebhookSettings settings) => Mapping.Mapped(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("event_type", alert.IsResolved ? "ALERT_RESOLVED" : "ALERT_FIRING");
        json.WriteStartObject("data");
        json.WriteNumber("id", alert.AlertId);
        json.WriteString("rule", alert.Rule);
        json.WriteString("severity", alert.IsPage ? "page" : "ticket");
        if (alert.DestinationId is { } destination) json.WriteNumber("destination", destination);
        else json.WriteNull("destination");
        json.WriteString("integration", alert.Integration);
        json.WriteString("summary", alert.Summary);
        json.WriteString("started_at", EventTime.Text(alert.StartedAt));
        json.WriteString("timestamp", EventTime.Text(alert.OccurredAt));
        json.WriteString("runbook", alert.Runbook);
        json.WriteString("source", alert.Source);
        json.WriteString("dedupe_key", alert.DedupeKey);
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    protected override OutgoingRequest Request(
        IReadOnlyList<OutgoingRecord> records, ChangeWebhookSettings settings, DateTimeOffset attemptAt) =>
        SignedRequest.Build(settings.Address, settings.Secret, settings.StandardKeys, records[0], attemptAt);
}
