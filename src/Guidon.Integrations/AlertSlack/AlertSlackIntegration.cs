using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Alerts;
using Guidon.Integrations.Common;
using Guidon.Integrations.Slack;

namespace Guidon.Integrations.AlertSlack;

/// <summary>Writes alerts into a channel, as a bot.</summary>
internal sealed class AlertSlackIntegration : AlertIntegration<SlackSettings>
{
    public override string Name => "alert-slack";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1,             // Source: chat.postMessage: one message per call.
        BytesMax = int.MaxValue,    // Source: none; texts are bounded one by one.
        AgeMax = TimeSpan.Zero,
        RequestsMax = 1,            // Source: none; an end must not overtake its beginning.
        RequestsPerSecondMax = 1,   // Source: "Rate limits": one message per second per channel.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = "api_token", Kind = SettingKind.Secret, Required = true, CharactersMax = 200, Purpose = "The bot's token (xoxb-…) with the scope chat:write." },
        new() { Name = "channel_id", Kind = SettingKind.Text, Required = true, CharactersMax = 50, Purpose = "The channel's id; the bot must be a member." },
        AlertFields.When,
        AlertFields.Which,
        CommonFields.BaseUrl(["https://slack.com/"], "Where the methods are."),
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Alerts in Slack",
        Sends = "`POST /api/chat.postMessage`: one message when an alert fires and one when it is resolved",
        Limits = "texts of 3,000 characters, cut visibly; one message a second",
        Dedupe = "none; the message's metadata holds the event's id",
        TooOld = "none; a message is dated now, and its text says since when",
        Replay = "another message each, one a second",
        Canary = "rule `Test`, resolved; the message is seen in the channel",
        Unverified = "the workspace's cap beside the channel's",
    };

    protected override SlackSettings Read(SettingsValues values) => new(
        values.Text("api_token"), values.Text("channel_id"), Enabled: true, CommonFields.Endpoint(values, "/api/"));

    protected override Mapping Map(AlertEvent alert, SlackSettings settings) =>
        Mapping.Mapped(SlackMessage.Of(alert, settings.ChannelId));

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, SlackSettings settings, DateTimeOffset attemptAt) => new()
    {
        Address = settings.Method("chat.postMessage"),
        Headers = [new("Authorization", "Bearer " + settings.ApiToken)],
        Body = records[0].Json,
        ContentType = "application/json; charset=utf-8",   // Source: "Using the Web API": without it a warning and, for some methods, an error.
    };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => SlackIntegration.Read(answer);
}
