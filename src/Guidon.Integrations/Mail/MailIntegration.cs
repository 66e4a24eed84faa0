using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Mail;

/// <summary>The node's own messages to people. Nobody configures it: the section <c>Mail</c> is its setting, and the stream its own.</summary>
internal sealed class MailIntegration : Integration
{
    public override string Name => "mail";

    public override int MapperVersion => 1;

    public override bool IsOfInstallation => true;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1,             // Source: one message per conversation.
        BytesMax = int.MaxValue,    // Source: none; the server announces its own, and what it refuses is parked.
        AgeMax = TimeSpan.Zero,
        RequestsMax = 4,            // Source: none; servers bound connections per client, some at 5.
    };

    public override ImmutableArray<SettingsField> Fields => [];

    public override BoundIntegration Bind(SettingsValues values) => new(
        _ => Mapping.Filtered("no_message"),
        (records, attemptAt) => MailRecord.Request(records[0], server: null, isToSetting: false, attemptAt),
        (answer, _) => StatusVerdict.Of(answer))
    {
        MapMail = mail => MailRecord.Of([mail.To], mail.Subject, mail.Text, thread: ""),
    };
}
