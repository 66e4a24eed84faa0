using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Webhook;

/// <summary>
/// Posts each evaluation to a URL of the customer. Every request carries <c>webhook-id</c> (the event's id, the same in every
/// retry), <c>webhook-timestamp</c> (this attempt) and <c>Guidon-Event-Time</c> (the evaluation), whatever the format.
/// </summary>
internal sealed class WebhookIntegration : Integration<WebhookSettings>
{
    private const string Url = "url";
    private const string Format = "format";
    private const string FormatStandard = "standard";

    public override string Name => "webhook";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1,             // Source: both body formats hold one event.
        BytesMax = int.MaxValue,    // Source: none; the receiver's 413 decides.
        AgeMax = TimeSpan.Zero,
        RequestsMax = 256,          // Source: none; the operator's limit decides.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = Url, Kind = SettingKind.Address, Required = true, CharactersMax = 200, Purpose = "Where evaluations go." },
        SignatureFields.Secret,
        new()
        {
            Name = Format,
            Kind = SettingKind.Choice,
            Choices = ["legacy", FormatStandard],
            Default = "legacy",
            Purpose = "The body: legacy as Flagsmith sends it, standard by the Standard Webhooks specification.",
        },
        SignatureFields.Standard,
        SignatureFields.PreviousStandard,
        DeliverSetting.Field,
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Webhook",
        Sends = "`POST` to the customer's URL: one body per evaluation, `legacy` as Flagsmith's byte for byte, or `standard` by Standard Webhooks; traits and segments included",
        Limits = "none of its own; nothing is cut",
        Dedupe = "`webhook-id`, the same in every attempt; what the receiver makes of it",
        TooOld = "none; `Guidon-Event-Time` and, in `standard`, `timestamp` are the evaluation's; `webhook-timestamp` and both signatures are new in every attempt",
        Replay = "the same ids, freshly signed; `Guidon-Replay` has the number of the replay",
        Canary = "identity `guidon-canary`; what the receiver answers",
        Unverified = "nothing",
    };

    public override bool WantsTraits => true;

    public override bool WantsSegments => true;

    public override void Check(SettingsValues values, SettingsErrors errors) => SignatureFields.Check(values, errors);

    protected override WebhookSettings Read(SettingsValues values) => new(
        new Uri(values.Text(Url)),
        values.Text(SignatureFields.SecretName),
        values.Text(Format) == FormatStandard ? WebhookFormat.Standard : WebhookFormat.Legacy,
        SignatureFields.Keys(values));

    protected override Mapping Map(EvaluatedEvent happened, WebhookSettings settings) =>
        Mapping.Mapped(settings.Format == WebhookFormat.Standard ? StandardBody.Write(happened) : LegacyBody.Write(happened));

    protected override OutgoingRequest Request(
        IReadOnlyList<OutgoingRecord> records, WebhookSettings settings, DateTimeOffset attemptAt)
    {
        return SignedRequest.Build(settings.Address, settings.Secret, settings.StandardKeys, records[0], attemptAt);
    }
}
