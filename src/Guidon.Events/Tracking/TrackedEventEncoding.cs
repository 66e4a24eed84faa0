using System.Text.Json;

namespace Guidon.Events.Tracking;

/// <summary>The form at rest of <c>error.tracked</c>.</summary>
public static class TrackedEventEncoding
{
    private const byte Version = 0xB1;

    /// <summary>To bytes; id, sequence and time stand beside the payload and are not in it.</summary>
    public static byte[] Encode(TrackedEvent tracked)
    {
        ArgumentNullException.ThrowIfNull(tracked);
        return JsonPayload.Frame(Version, JsonSerializer.SerializeToUtf8Bytes(tracked with { Id = Guid.Empty, Sequence = 0, OccurredAt = default }, EventsJson.Default.TrackedEvent));
    }

    /// <summary>Decodes what the log returned. Never throws on damaged bytes.</summary>
    public static DecodedEvent Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return JsonPayload.Read(
            Version, logged.Payload.Span, EventsJson.Default.TrackedEvent,
            tracked => new DecodedEvent(tracked with { Id = logged.Id, Sequence = logged.Sequence, OccurredAt = logged.OccurredAt }));
    }
}
