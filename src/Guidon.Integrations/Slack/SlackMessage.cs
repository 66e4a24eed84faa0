using System.Collections.Frozen;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Slack;

/// <summary>One message in a channel: how it is written, sent and answered. Changes and alerts travel alike.</summary>
internal static class SlackMessage
{
    private const int TextMax = 3_000;   // Source: Block Kit, section: text of 3,000 characters.

    private static readonly FrozenSet<string> s_configuration = FrozenSet.Create(
        "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope", "no_permission", "channel_not_found",
        "not_in_channel", "is_archived", "restricted_action");

    private static readonly FrozenSet<string> s_later = FrozenSet.Create(
        "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout");

    internal static ReadOnlyMemory<byte> Write(string channel, string plain, string kind, Guid eventId)
    {
        var text = ChangeText.Visibly(Escape(plain), TextMax);
        return JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("channel", channel);
            json.WriteString("text", text);
            json.WriteBoolean("unfurl_links", false);
            json.WriteStartArray("blocks");
            json.WriteStartObject();
            json.WriteString("type", "section");
            json.WriteStartObject("text");
            json.WriteString("type", "mrkdwn");
            json.WriteBoolean("verbatim", true);
            json.WriteString("text", text);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("metadata");
            json.WriteString("event_type", kind);
            json.WriteStartObject("event_payload");
            json.WriteString("event_id", eventId);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    internal static OutgoingRequest Request(OutgoingRecord record, SlackSettings settings) => new()
    {
        Address = settings.Address,
        Headers = [new("Authorization", "Bearer " + settings.ApiToken)],
        Body = record.Json,
        ContentType = "application/json; charset=utf-8",   // Source: "Using the Web API": without it a warning and, for some methods, an error.
    };

    /// <summary>Errors are successes that say <c>ok: false</c>.</summary>
    internal static BatchVerdict Judge(Answer answer)
    {
        if (AnswerText.Judge(answer) is not { Verdict: Verdict.Delivered } sound) return AnswerText.Judge(answer);
        var body = AnswerText.Object(answer);
        if (AnswerText.Property(body, "ok").ValueKind == JsonValueKind.True) return sound;
        var error = AnswerText.Text(body, "error");
        if (s_configuration.Contains(error)) return BatchVerdict.Hold(error);
        return error.Length == 0 || s_later.Contains(error) ? BatchVerdict.Retry(error.Length == 0 ? "answer_unreadable" : error) : BatchVerdict.Split("refused");
    }

    // Source: "Formatting text": these three, or a value could mention everybody.
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
