using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Guidon.Events.Changes;

// Changes are rare, so their payload is JSON that people can read in the database.

/// <summary>The form at rest of <c>flag.changed</c> and <c>audit.created</c>. It repeats what it tells: rows change and go, the event stays.</summary>
public static class ChangeEventEncoding
{
    // Apart from the versions of evaluations, so that neither is taken for the other.
    private const byte Version = 0x81;

    /// <summary>To bytes; id, sequence, kind and time stand beside the payload and are not in it.</summary>
    public static byte[] Encode(ChangeEvent change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var bare = change with { Id = Guid.Empty, Sequence = 0, Kind = 0, OccurredAt = default };
        var json = JsonSerializer.SerializeToUtf8Bytes(bare, EventsJson.Default.ChangeEvent);
        return JsonPayload.Frame(Version, json);
    }

    /// <summary>What stands in the payload of a change of this identity's override, and in no other: text in values is escaped.</summary>
    public static byte[] TextOf(string identifier) => Encoding.UTF8.GetBytes($"\"identifier\":\"{JsonEncodedText.Encode(identifier)}\"");

    /// <summary>What stands in the payload of a change in this environment, and in no other.</summary>
    public static byte[] TextOf(int environmentId) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"environment\":{{\"id\":{environmentId},"));

    /// <summary>Decodes what the log returned. Never throws on damaged bytes.</summary>
    public static DecodedEvent Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return JsonPayload.Read(
            Version, logged.Payload.Span, EventsJson.Default.ChangeEvent,
            change => new DecodedEvent(change with { Id = logged.Id, Sequence = logged.Sequence, Kind = logged.Kind, OccurredAt = logged.OccurredAt }));
    }
}
