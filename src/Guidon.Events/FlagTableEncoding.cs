using System.Security.Cryptography;
using System.Text.Json;

namespace Guidon.Events;

/// <summary>Flag tables at rest: JSON, found again by the SHA-256 of its bytes, so that equal content is stored once.</summary>
public static class FlagTableEncoding
{
    /// <summary>The table as UTF-8 JSON. Equal tables give equal bytes.</summary>
    public static byte[] Encode(FlagTable table) => JsonSerializer.SerializeToUtf8Bytes(table, EventsJson.Default.FlagTable);

    /// <summary>The content hash, 32 bytes.</summary>
    /// <param name="encoded">From <see cref="Encode"/>.</param>
    public static byte[] Hash(ReadOnlySpan<byte> encoded) => SHA256.HashData(encoded);

    /// <summary>The table; <see langword="null"/> when the bytes are damaged.</summary>
    public static FlagTable? Decode(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return JsonSerializer.Deserialize(encoded, EventsJson.Default.FlagTable);
        }
        catch (JsonException)
        {
            return null;   // the caller parks what refers to it
        }
    }
}
