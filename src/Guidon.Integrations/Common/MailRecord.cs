using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Mail;

namespace Guidon.Integrations.Common;

/// <summary>A message as a record: what is kept and shown of it before it becomes mail.</summary>
internal static class MailRecord
{
    private const string To = "to";
    private const string Subject = "subject";
    private const string Text = "text";
    private const string Thread = "thread";

    internal static Mapping Of(ImmutableArray<string> to, string subject, string text, string thread) => Mapping.Mapped(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray(To);
        foreach (var address in to) json.WriteStringValue(address);
        json.WriteEndArray();
        json.WriteString(Subject, subject);
        json.WriteString(Text, text);
        if (thread.Length > 0) json.WriteString(Thread, thread);
        json.WriteEndObject();
    }));

    /// <param name="record">From <see cref="Of"/>.</param>
    /// <param name="server">Through which it goes; <see langword="null"/> for the node's.</param>
    /// <param name="isToSetting">Whether the addresses are the destination's settings.</param>
    /// <param name="attemptAt">The message's date.</param>
    internal static OutgoingRequest Request(OutgoingRecord record, MailServer? server, bool isToSetting, DateTimeOffset attemptAt)
    {
        var json = JsonElement.Parse(record.Json.Span);
        var mail = new OutgoingMail
        {
            Server = server,
            To = [.. AnswerText.Property(json, To).EnumerateArray().Select(address => address.GetString() ?? "")],
            Subject = AnswerText.Text(json, Subject),
            Text = AnswerText.Text(json, Text),
            Thread = AnswerText.Text(json, Thread),
            Id = record.EventId,
            SentAt = attemptAt,
            IsToSetting = isToSetting,
        };
        return OutgoingRequest.Of(mail, record.Json);
    }
}
