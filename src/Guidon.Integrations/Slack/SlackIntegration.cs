using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Slack;

/// <summary>Writes each change of a flag into a channel, as a bot. A message has no other time than now, so its text says when the change was.</summary>
internal sealed class SlackIntegration : ChangeIntegration<SlackSettings>
{
    private const int HistoryMax = 100;   // Source: conversations.history, limit: 100 by default, 999 at most.

    private static readonly TimeSpan s_clocks = TimeSpan.FromMinutes(1);   // two clocks; a message more in the answer costs nothing

    private static readonly FrozenSet<string> s_configuration = FrozenSet.Create(
        "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope", "no_permission", "channel_not_found",
        "not_in_channel", "is_archived", "restricted_action");

    private static readonly FrozenSet<string> s_later = FrozenSet.Create(
        "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout");

    private static readonly SettingsField s_enabled =
        new() { Name = "enabled", Kind = SettingKind.Switch, Default = "true", Purpose = "Whether changes are written; what happens meanwhile is filtered." };

    public override string Name => "slack";

    public override int MapperVersion => 2;

    public override bool CanBeAsked => true;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = SlackMessage.ChangesMax,   // Source: Block Kit: 50 blocks; see there.
        BytesMax = int.MaxValue,    // Source: none; texts are bounded one by one.
        AgeMax = TimeSpan.FromSeconds(1),   // Source: none; what happens within a second is one message.
        RequestsMax = 1,            // Source: none; changes arrive in order.
        RequestsPerSecondMax = 1,   // Source: "Rate limits": one message per second per channel.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = "api_token", Kind = SettingKind.Secret, Required = true, CharactersMax = 200, Purpose = "The bot's token (xoxb-…) with the scope chat:write; with channels:history doubles are avoided." },
        new() { Name = "channel_id", Kind = SettingKind.Text, Required = true, CharactersMax = 50, Purpose = "The channel's id; the bot must be a member." },
        s_enabled,
        CommonFields.BaseUrl(["https://slack.com/"], "Where the methods are."),
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Slack",
        Sends = "`POST /api/chat.postMessage`: one message per change of a flag, or one for up to 500 that are due together; what customers wrote is escaped, the token is in `Authorization`",
        Limits = "texts of 3,000 characters, of 250 for each of several changes, cut visibly; one message a second",
        Dedupe = "none; after an attempt without an answer the channel's history is asked for the event's id in the metadata, if the token has channels:history (groups:history for private channels)",
        TooOld = "none; a message is dated now, and its text says when the change was",
        Replay = "one message for up to 500 changes, with the time of each",
        Canary = "flag `guidon_canary`; the message is seen in the channel",
        Unverified = "the workspace's cap beside the channel's; how large a message's metadata may be (here below 8 KB)",
    };

    protected override SlackSettings Read(SettingsValues values) => new(
        values.Text("api_token"), values.Text("channel_id"), CommonFields.Switch(values, s_enabled), CommonFields.Endpoint(values, "/api/"));

    protected override Mapping Map(ChangeEvent change, SlackSettings settings) =>
        settings.Enabled ? Mapping.Mapped(SlackMessage.Of(change, settings.ChannelId)) : Mapping.Filtered(FilterReason.Disabled);

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, SlackSettings settings, DateTimeOffset attemptAt) => new()
    {
        Address = settings.Method("chat.postMessage"),
        Headers = [Authorization(settings)],
        Body = records.Count == 1 ? records[0].Json : SlackMessage.Digest(records, settings.ChannelId),
        IsVerbatim = records.Count == 1,
        ContentType = "application/json; charset=utf-8",   // Source: "Using the Web API": without it a warning and, for some methods, an error.
    };

    // Source: conversations.history: oldest in seconds; include_all_metadata.
    protected override OutgoingRequest Question(IReadOnlyList<OutgoingRecord> records, SlackSettings settings, DateTimeOffset since)
    {
        var oldest = (since - s_clocks).ToUnixTimeSeconds();
        var query = string.Create(
            CultureInfo.InvariantCulture, $"?channel={Uri.EscapeDataString(settings.ChannelId)}&oldest={oldest}&include_all_metadata=true&limit={HistoryMax}");
        return OutgoingRequest.Question(new Uri(settings.Method("conversations.history"), query), Authorization(settings));
    }

    protected override IReadOnlySet<Guid>? Known(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        var body = AnswerText.Object(answer);
        if (AnswerText.Property(body, "ok").ValueKind != JsonValueKind.True) return null;   // the scope channels:history is missing, most likely
        if (AnswerText.Property(body, "has_more").ValueKind == JsonValueKind.True) return null;   // it may be among those that are not shown
        return AnswerText.Property(body, "messages") is { ValueKind: JsonValueKind.Array } messages
            ? SlackMessage.Told(messages.EnumerateArray(), records)
            : null;
    }

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => Read(answer);

    /// <summary>Errors are successes that say <c>ok: false</c>.</summary>
    internal static BatchVerdict Read(Answer answer)
    {
        if (AnswerText.Judge(answer) is not { Verdict: Verdict.Delivered } sound) return AnswerText.Judge(answer);
        var body = AnswerText.Object(answer);
        if (AnswerText.Property(body, "ok").ValueKind == JsonValueKind.True) return sound;
        var error = AnswerText.Text(body, "error");
        if (s_configuration.Contains(error)) return BatchVerdict.Hold(error);
        return error.Length == 0 || s_later.Contains(error) ? BatchVerdict.Retry(error.Length == 0 ? "answer_unreadable" : error) : BatchVerdict.Split("refused");
    }

    private static KeyValuePair<string, string> Authorization(SlackSettings settings) => new("Authorization", "Bearer " + settings.ApiToken);
}
