using System.IO.Compression;
using Microsoft.AspNetCore.WebUtilities;

namespace Guidon.Receivers;

/// <summary>A request as it came over the wire.</summary>
public sealed record ReceiverRequest(
    string Method, string Path, string Query, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Raw, DateTimeOffset At)
{
    public bool IsGzip => Header("Content-Encoding") == "gzip";

    /// <summary>After decompression. Throws <see cref="InvalidDataException"/> when the body is not what its header says.</summary>
    public byte[] Body => IsGzip ? Unpack(Raw) : Raw;

    public string? Header(string name) => Headers.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public bool HasMediaType(string type) => Header("Content-Type")?.Split(';')[0].Trim() == type;

    public string? Parameter(string name) => QueryHelpers.ParseQuery(Query).TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The user of HTTP Basic; null without one.</summary>
    public string? BasicUser()
    {
        var header = Header("Authorization");
        if (header?.StartsWith("Basic ", StringComparison.Ordinal) != true) return null;
        var bytes = new byte[header.Length];
        return Convert.TryFromBase64String(header[6..], bytes, out var length) ? System.Text.Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0] : null;
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
