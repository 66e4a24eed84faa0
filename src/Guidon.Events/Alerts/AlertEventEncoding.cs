using System.Text.Json;

namespace Guidon.Events.Alerts;

/// <summary>The form at rest of <c>alert.changed</c>: JSON in the frame of payloads that people can read.</summary>
public static class AlertEventEncoding
{
    private const byte Version = 0x91;

    /// <summary>To bytes; id, sequence and time stand beside the payload and are not in it.</summary>
    public static byte[] Encode(AlertEvent alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return JsonPayload.Frame(Version, JsonSerializer.SerializeToUtf8Bytes(alert with { Id = Guid.Empty, Sequence = 0, OccurredAt = default }, EventsJson.Default.AlertEvent));
    }

    /// <summary>Decodes what the log returned. Never throws on damaged bytes.</summary>
    public static DecodedEvent Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return JsonPayload.Read(
            Version, logged.Payload.Span, EventsJson.Default.AlertEvent,
            alert => new DecodedEvent(alert with { Id = logged.Id, Sequence = logged.Sequence, OccurredAt = logged.OccurredAt }));
    }
}
