using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Slack;

/// <summary>Writes each change of a flag into a channel, as a bot. A message has no other time than now, so its text says when the change was.</summary>
internal sealed class SlackIntegration : ChangeIntegration<SlackSettings>
{
    private static readonly SettingsField s_enabled =
        new() { Name = "enabled", Kind = SettingKind.Switch, Default = "true", Purpose = "Whether changes are written; what happens meanwhile is filtered." };

    public override string Name => "slack";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1,             // Source: chat.postMessage: one message per call.
        BytesMax = int.MaxValue,    // Source: none; texts are bounded one by one.
        AgeMax = TimeSpan.Zero,
        RequestsMax = 1,            // Source: none; changes arrive in order.
        RequestsPerSecondMax = 1,   // Source: "Rate limits": one message per second per channel.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = "api_token", Kind = SettingKind.Secret, Required = true, CharactersMax = 200, Purpose = "The bot's token (xoxb-…) with the scope chat:write." },
        new() { Name = "channel_id", Kind = SettingKind.Text, Required = true, CharactersMax = 50, Purpose = "The channel's id; the bot must be a member." },
        s_enabled,
        CommonFields.BaseUrl(["https://slack.com/"], "Where the methods are."),
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Slack",
        Sends = "`POST /api/chat.postMessage`: one message per change of a flag; what customers wrote is escaped, the token is in `Authorization`",
        Limits = "texts of 3,000 characters, cut visibly; one message a second",
        Dedupe = "none; the message's metadata holds the event's id",
        TooOld = "none; a message is dated now, and its text says when the change was",
        Replay = "another message each, one a second",
        Canary = "flag `guidon_canary`; the message is seen in the channel",
        Unverified = "the workspace's cap beside the channel's; a doubtful attempt is sent again or parked, the channel's history is not read",
    };

    protected override SlackSettings Read(SettingsValues values) => new(
        values.Text("api_token"), values.Text("channel_id"), CommonFields.Switch(values, s_enabled), CommonFields.Endpoint(values, "/api/chat.postMessage"));

    protected override Mapping Map(ChangeEvent change, SlackSettings settings)
    {
        if (!settings.Enabled) return Mapping.Filtered("disabled");
        var text = $"{ChangeText.Sentence(change)}\n{Difference(change)}\n{EventTime.Text(change.OccurredAt)}";
        return Mapping.Mapped(SlackMessage.Write(settings.ChannelId, text, "guidon_change", change.Id));
    }

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, SlackSettings settings, DateTimeOffset attemptAt) =>
        SlackMessage.Request(records[0], settings);

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => SlackMessage.Judge(answer);

    private static string Difference(ChangeEvent change) =>
        change.LastState is null ? "" : $"{(change.PreviousState is null ? "" : ChangeText.State(change.PreviousState) + " → ")}{(change.State is null ? "deleted" : ChangeText.State(change.State))}";
}
