using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Guidon.Events;

/// <summary>The frame of payloads that people can read in the database: version (1) | JSON | CRC-32C (4).</summary>
internal static class JsonPayload
{
    private const int ChecksumBytes = sizeof(uint);

    internal static byte[] Frame(byte version, ReadOnlySpan<byte> json)
    {
        var payload = new byte[1 + json.Length + ChecksumBytes];
        payload[0] = version;
        json.CopyTo(payload.AsSpan(1));
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(1 + json.Length), PayloadWriter.Checksum(payload.AsSpan(0, 1 + json.Length)));
        return payload;
    }

    /// <summary>Opens and reads a payload. Never throws on damaged bytes.</summary>
    internal static DecodedEvent Read<T>(byte version, ReadOnlySpan<byte> payload, JsonTypeInfo<T> type, Func<T, DecodedEvent> complete)
        where T : class
    {
        if (Open(version, payload, out var json) is { } damage) return DecodedEvent.Damaged(damage);
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } read ? complete(read) : DecodedEvent.Damaged("the payload is null");
        }
        catch (JsonException error)
        {
            return DecodedEvent.Damaged(error.Message);
        }
    }

    // Why it cannot be opened; null when it can.
    private static string? Open(byte version, ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> json)
    {
        json = default;
        if (payload.Length < 1 + ChecksumBytes) return "the payload is too short";
        if (payload[0] != version) return $"unknown payload version {payload[0]}";
        var body = payload[..^ChecksumBytes];
        if (PayloadWriter.Checksum(body) != BinaryPrimitives.ReadUInt32LittleEndian(payload[^ChecksumBytes..])) return "the checksum differs";
        json = body[1..];
        return null;
    }
}
