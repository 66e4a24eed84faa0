using System.Buffers.Binary;

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

    /// <returns>Why it cannot be opened; <see langword="null"/> when it can.</returns>
    internal static string? Open(byte version, ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> json)
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
