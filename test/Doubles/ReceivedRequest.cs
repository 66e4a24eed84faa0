using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Guidon.Doubles;

/// <summary>A request as it came over the wire.</summary>
public sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The body after decompression.</summary>
    public string Text => Encoding.UTF8.GetString(Headers.GetValueOrDefault("Content-Encoding") == "gzip" ? Unpack(Body) : Body);

    public JsonElement Json => JsonElement.Parse(Text);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
