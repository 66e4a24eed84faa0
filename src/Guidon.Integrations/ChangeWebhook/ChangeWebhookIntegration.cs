using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;
using Guidon.Integrations.Webhook;

namespace Guidon.Integrations.ChangeWebhook;

/// <summary>The webhooks of environments and organisations: each change to a URL of the customer, signed as those of identities are.</summary>
internal sealed class ChangeWebhookIntegration : ChangeIntegration<ChangeWebhookSettings>
{
    private const string Url = "url";

    private static readonly SettingsField s_enabled = new()
    {
        Name = "enabled",
        Kind = SettingKind.Switch,
        Default = "true",
        Purpose = "Whether changes are sent; what happens meanwhile is filtered and can be replayed.",
    };

    public override string Name => "change-webhook";

    public override int MapperVersion => 1;

    public override bool HasSeveral => true;

    public override ImmutableArray<IntegrationLevel> Levels => [IntegrationLevel.Environment, IntegrationLevel.Organisation];

    public override IntegrationLimits Limits => IntegrationLimits.OneByOne;   // Source: the body holds one event.

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = "name", Kind = SettingKind.Text, Purpose = "For people." },
        new() { Name = Url, Kind = SettingKind.Address, Required = true, CharactersMax = 200, Purpose = "Where changes go." },
        s_enabled,
        SignatureFields.Secret,
        SignatureFields.Standard,
        SignatureFields.PreviousStandard,
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Webhooks of environments and organisations",
        Sends = "`POST` to the customer's URL per change: `FLAG_UPDATED` and `FLAG_DELETED` (both kinds), `NEW_VERSION_PUBLISHED` (environments that keep versions), `AUDIT_LOG_CREATED` (organisations, for each audit record), byte for byte as Flagsmith writes JSON",
        Limits = "none of its own; nothing is cut",
        Dedupe = "`webhook-id`, the same in every attempt; what the receiver makes of it",
        TooOld = "none; `timestamp` in the body and `Guidon-Event-Time` are the change's",
        Replay = "the same ids, freshly signed, in order; `Guidon-Replay` has the number of the replay",
        Canary = "feature `guidon_canary` of a project that does not exist; what the receiver answers",
        Unverified = "nothing",
    };

    public override void Check(SettingsValues values, SettingsErrors errors) => SignatureFields.Check(values, errors);

    protected override bool TellsVersions => true;

    protected override ChangeWebhookSettings Read(SettingsValues values) => new(
        new Uri(values.Text(Url)), CommonFields.Switch(values, s_enabled), values.Text(SignatureFields.SecretName), SignatureFields.Keys(values));

    protected override Mapping Map(ChangeEvent change, ChangeWebhookSettings settings) =>
        settings.Enabled ? Mapping.Mapped(ChangeBody.Write(change)) : Mapping.Filtered(FilterReason.Disabled);

    protected override OutgoingRequest Request(
        IReadOnlyList<OutgoingRecord> records, ChangeWebhookSettings settings, DateTimeOffset attemptAt) =>
        SignedRequest.Build(settings.Address, settings.Secret, settings.StandardKeys, records[0], attemptAt);
}
