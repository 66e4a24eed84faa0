using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Mail;
using Guidon.Delivery.Settings;
using Guidon.Events.Alerts;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.AlertEmail;

/// <summary>Alerts by e-mail. Beginning and end of one alert are one conversation in the reader's mailbox.</summary>
internal sealed class AlertEmailIntegration : AlertIntegration<AlertEmailSettings>
{
    private const int SubjectMax = 150;   // Source: none; what a list of messages shows, and its server does not fold.

    public override string Name => "alert-email";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits => IntegrationLimits.OneByOne;

    public override ImmutableArray<SettingsField> Fields { get; } = [MailFields.All[0], AlertFields.When, AlertFields.Which, .. MailFields.All[1..]];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Alerts by e-mail",
        Sends = "one plain message by SMTP to all addresses when an alert fires and one when it is resolved; `Auto-Submitted: auto-generated`",
        Limits = "20 addresses, subject of 150 characters, cut visibly",
        Dedupe = "`Message-ID`, the same in every attempt; most mailboxes show a repetition once",
        TooOld = "none; a message is dated when it is sent, and its text says since when",
        Replay = "the same `Message-ID`",
        Canary = "rule `Test`, resolved; the message is seen in the mailbox",
        Unverified = "what becomes of a message behind the first server: a bounce comes to the sender's address",
    };

    public override void Check(SettingsValues values, SettingsErrors errors) => MailFields.Check(values, errors);

    public override MailServer? ServerOf(SettingsValues values) => MailFields.Server(values);

    protected override AlertEmailSettings Read(SettingsValues values) => new(MailFields.Addresses(values), MailFields.Server(values));

    protected override Mapping Map(AlertEvent alert, AlertEmailSettings settings) =>
        MailRecord.Of(settings.To, ChangeText.Visibly(AlertText.Title(alert), SubjectMax), AlertText.Body(alert), $"guidon-alert-{alert.AlertId}");

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, AlertEmailSettings settings, DateTimeOffset attemptAt) =>
        MailRecord.Request(records[0], settings.Server, isToSetting: true, attemptAt);
}
