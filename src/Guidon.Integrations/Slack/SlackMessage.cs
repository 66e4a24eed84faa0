using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Events.Alerts;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Slack;

/// <summary>
/// One change as a message, or many as one: a channel in which four hundred old changes arrive one by one is a channel that people leave.
/// The metadata name the events, so that a message can be found again.
/// </summary>
internal static class SlackMessage
{
    /// <summary>Changes in one message: 11 lines in each of 49 sections, and room for a head.</summary>
    internal const int ChangesMax = 500;

    private const int TextMax = 3_000;   // Source: Block Kit, section: text of 3,000 characters.
    private const int LineMax = 250;
    private const int IdBytes = 8;       // Source: none; 500 whole ids would be 20 KB of metadata.

    internal static ReadOnlyMemory<byte> Of(ChangeEvent change, string channel)
    {
        var text = ChangeText.Visibly(Escape($"{ChangeText.Sentence(change)}\n{Difference(change)}\n{EventTime.Text(change.OccurredAt)}"), TextMax);
        return Write(channel, text, [text], json => json.WriteString("event_id", change.Id));
    }

    /// <summary>An alert, which is not told together with others.</summary>
    internal static ReadOnlyMemory<byte> Of(AlertEvent alert, string channel)
    {
        var text = ChangeText.Visibly(Escape(AlertText.Body(alert)), TextMax);
        return Write(channel, text, [text], json => json.WriteString("event_id", alert.Id), "guidon_alert");
    }

    /// <summary>As many of those above in one.</summary>
    internal static ReadOnlyMemory<byte> Digest(IReadOnlyList<OutgoingRecord> records, string channel)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{records.Count} changes of flags, {EventTime.Text(records[0].OccurredAt)} to {EventTime.Text(records[^1].OccurredAt)}");
        return Write(channel, head, [head, .. Sections(records.Select(Line))], json =>
        {
            json.WriteStartArray("event_ids");
            foreach (var record in records) json.WriteStringValue(ShortId(record.EventId));
            json.WriteEndArray();
        });
    }

    /// <summary>The events that these messages of a channel told.</summary>
    internal static IReadOnlySet<Guid> Told(IEnumerable<JsonElement> messages, IReadOnlyList<OutgoingRecord> records)
    {
        var told = messages.Select(message => AnswerText.Property(AnswerText.Property(message, "metadata"), "event_payload")).SelectMany(Ids).ToHashSet(StringComparer.Ordinal);
        return records.Select(record => record.EventId).Where(id => told.Contains(id.ToString()) || told.Contains(ShortId(id))).ToFrozenSet();
    }

    private static IEnumerable<string> Ids(JsonElement payload)
    {
        yield return AnswerText.Text(payload, "event_id");
        if (AnswerText.Property(payload, "event_ids") is not { ValueKind: JsonValueKind.Array } ids) yield break;
        foreach (var id in ids.EnumerateArray()) yield return id.ToString();
    }

    private static ReadOnlyMemory<byte> Write(string channel, string text, IEnumerable<string> sections, Action<Utf8JsonWriter> writeIds, string kind = "guidon_change") => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("channel", channel);
        json.WriteString("text", text);
        json.WriteBoolean("unfurl_links", false);
        json.WriteStartArray("blocks");
        foreach (var section in sections) WriteSection(json, section);
        json.WriteEndArray();
        json.WriteStartObject("metadata");
        json.WriteString("event_type", kind);
        json.WriteStartObject("event_payload");
        writeIds(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteSection(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WriteStartObject("text");
        json.WriteString("type", "mrkdwn");
        json.WriteBoolean("verbatim", true);
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // The text of a message ends in the time; in a line the time comes first, since the end is what is cut.
    private static string Line(OutgoingRecord record)
    {
        var text = JsonElement.Parse(record.Json.Span).GetProperty("text").GetString() ?? "";
        var end = text.LastIndexOf('\n');
        return ChangeText.Visibly($"• {EventTime.Text(record.OccurredAt)} {(end < 0 ? text : text[..end]).Replace('\n', ' ')}", LineMax);
    }

    private static IEnumerable<string> Sections(IEnumerable<string> lines)
    {
        var section = new StringBuilder();
        foreach (var line in lines)
        {
            if (section.Length + line.Length + 1 > TextMax)
            {
                yield return section.ToString();
                section.Clear();
            }

            if (section.Length > 0) section.Append('\n');
            section.Append(line);
        }

        if (section.Length > 0) yield return section.ToString();
    }

    // The last bytes of an event's id are random, the first are the time.
    private static string ShortId(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true).AsSpan(16 - IdBytes));

    private static string Difference(ChangeEvent change) =>
        change.LastState is null ? "" : $"{(change.PreviousState is null ? "" : ChangeText.State(change.PreviousState) + " → ")}{(change.State is null ? "deleted" : ChangeText.State(change.State))}";

    // Source: "Formatting text": these three, or a value could mention everybody.
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
