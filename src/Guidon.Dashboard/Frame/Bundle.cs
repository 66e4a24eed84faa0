using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;

namespace Guidon.Dashboard.Frame;

/// <summary>
/// Scripts, styles and fonts, embedded in the assembly. Their address holds a hash of all of them, so that browsers keep them for a year and
/// still get the new ones with the next page after an upgrade.
/// </summary>
internal static class Bundle
{
    private const string Prefix = "assets/";
    private static readonly FileExtensionContentTypeProvider s_types = new();
    private static readonly Dictionary<string, (byte[] Plain, byte[]? Packed, string Type)> s_files = Read();

    /// <summary>The address of one asset.</summary>
    internal static string Address(string name) => $"/ui/assets/{Version}/{name}";

    private static string Version { get; } = Hash(s_files);

    internal static async Task SendAsync(HttpContext http)
    {
        if (http.GetRouteValue("path") is not string name || !s_files.TryGetValue(name, out var file))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var response = http.Response;
        var packed = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal) ? file.Packed : null;
        response.ContentType = file.Type;
        response.Headers.CacheControl = http.GetRouteValue("version") as string == Version ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.Vary = "Accept-Encoding";
        if (packed is not null) response.Headers.ContentEncoding = "br";
        var bytes = packed ?? file.Plain;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static Dictionary<string, (byte[] Plain, byte[]? Packed, string Type)> Read()
    {
        var assembly = typeof(Bundle).Assembly;
        var plain = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ToDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => Bytes(assembly.GetManifestResourceStream(name)));
        // One style sheet for one request; its parts have their order in their names.
        plain["app.css"] = [.. plain.Where(pair => pair.Key.StartsWith("css/", StringComparison.Ordinal)).SelectMany(pair => pair.Value)];
        return plain.ToDictionary(pair => pair.Key, pair => File(pair.Key, pair.Value));
    }

    private static (byte[] Plain, byte[]? Packed, string Type) File(string name, byte[] plain)
    {
        var type = s_types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        var isText = type.StartsWith("text/", StringComparison.Ordinal) || type is "image/svg+xml" or "application/javascript";
        return (plain, isText ? Pack(plain) : null, isText ? type + "; charset=utf-8" : type);
    }

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize)) brotli.Write(plain);
        return packed.ToArray();
    }

    private static byte[] Bytes(Stream? stream)
    {
        using var bytes = new MemoryStream();
        stream?.CopyTo(bytes);
        stream?.Dispose();
        return bytes.ToArray();
    }

    private static string Hash(Dictionary<string, (byte[] Plain, byte[]? Packed, string Type)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, file) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal)) hash.AppendData(file.Plain);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }
}
