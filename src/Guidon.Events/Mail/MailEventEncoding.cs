using System.Text.Json;

namespace Guidon.Events.Mail;

/// <summary>The form at rest of <c>mail.posted</c>.</summary>
public static class MailEventEncoding
{
    private const byte Version = 0xA1;

    /// <summary>To bytes; id, sequence and time stand beside the payload and are not in it.</summary>
    public static byte[] Encode(MailEvent mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return JsonPayload.Frame(Version, JsonSerializer.SerializeToUtf8Bytes(mail with { Id = Guid.Empty, Sequence = 0, OccurredAt = default }, EventsJson.Default.MailEvent));
    }

    /// <summary>Decodes what the log returned. Never throws on damaged bytes.</summary>
    public static DecodedEvent Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return JsonPayload.Read(
            Version, logged.Payload.Span, EventsJson.Default.MailEvent,
            mail => new DecodedEvent(mail with { Id = logged.Id, Sequence = logged.Sequence, OccurredAt = logged.OccurredAt }));
    }
}
