using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Guidon.Events.Changes;

// Changes are rare, so their payload is JSON that people can read in the database. Version 1: version (1) | JSON | CRC-32C (4).

/// <summary>The form at rest of <c>flag.changed</c> and <c>audit.created</c>. It repeats what it tells: rows change and go, the event stays.</summary>
public static class ChangeEventEncoding
{
    // Apart from the versions of evaluations, so that neither is taken for the other.
    private const byte Version = 0x81;
    private const int ChecksumBytes = sizeof(uint);

    /// <summary>To bytes; id, sequence, kind and time stand beside the payload and are not in it.</summary>
    public static byte[] Encode(ChangeEvent change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var bare = change with { Id = Guid.Empty, Sequence = 0, Kind = 0, OccurredAt = default };
        var json = JsonSerializer.SerializeToUtf8Bytes(bare, EventsJson.Default.ChangeEvent);
        var payload = new byte[1 + json.Length + ChecksumBytes];
        payload[0] = Version;
        json.CopyTo(payload, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(1 + json.Length), PayloadWriter.Checksum(payload.AsSpan(0, 1 + json.Length)));
        return payload;
    }

    /// <summary>What stands in the payload of a change of this identity's override, and in no other: text in values is escaped.</summary>
    public static byte[] TextOf(string identifier) => Encoding.UTF8.GetBytes($"\"identifier\":\"{JsonEncodedText.Encode(identifier)}\"");

    /// <summary>What stands in the payload of a change in this environment, and in no other.</summary>
    public static byte[] TextOf(int environmentId) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"environment\":{{\"id\":{environmentId},"));

    /// <summary>Decodes what the log returned. Never throws on damaged bytes.</summary>
    public static DecodedEvent Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var payload = logged.Payload.Span;
        if (payload.Length < 1 + ChecksumBytes) return DecodedEvent.Damaged("the payload is too short");
        if (payload[0] != Version) return DecodedEvent.Damaged($"unknown payload version {payload[0]}");
        var body = payload[..^ChecksumBytes];
        if (PayloadWriter.Checksum(body) != BinaryPrimitives.ReadUInt32LittleEndian(payload[^ChecksumBytes..])) return DecodedEvent.Damaged("the checksum differs");
        try
        {
            return JsonSerializer.Deserialize(body[1..], EventsJson.Default.ChangeEvent) is { } change
                ? new DecodedEvent(change with { Id = logged.Id, Sequence = logged.Sequence, Kind = logged.Kind, OccurredAt = logged.OccurredAt })
                : DecodedEvent.Damaged("the change is null");
        }
        catch (JsonException error)
        {
            return DecodedEvent.Damaged(error.Message);
        }
    }
}
