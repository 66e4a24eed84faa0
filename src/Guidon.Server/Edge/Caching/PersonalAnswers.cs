using System.IO.Compression;
using Guidon.Flags;

namespace Guidon.Server.Edge.Caching;

/// <summary>Sends answers that are made for one caller. Compressed only for who asks, tagged only where the endpoint says so.</summary>
internal static class PersonalAnswers
{
    internal static Task SendAsync(HttpContext http, ReadOnlyMemory<byte> json, bool tagged)
    {
        var accepted = http.Request.Headers.AcceptEncoding;
        var compress = accepted.Count > 0 && json.Length >= RenderedAnswer.CompressedBytesMin && ContentCoding.Weights(accepted).Gzip > 0;
        if (tagged && IsKnown(http, json.Span, compress)) return RenderedAnswers.NotModified(http);
        if (!compress) return Answers.JsonAsync(http, StatusCodes.Status200OK, json);
        http.Response.Headers.ContentEncoding = "gzip";
        return Answers.JsonAsync(http, StatusCodes.Status200OK, Gzip(json));
    }

    private static bool IsKnown(HttpContext http, ReadOnlySpan<byte> json, bool compress)
    {
        var tag = RenderedAnswer.Tag(RenderedAnswer.Hash(json), compress ? "-gzip" : "");
        http.Response.Headers.ETag = tag;
        return Conditions.Names(http.Request.Headers.IfNoneMatch, tag);
    }

    // Fastest: the caller waits for it, unlike for what is compressed ahead of requests.
    private static ReadOnlyMemory<byte> Gzip(ReadOnlyMemory<byte> json)
    {
        using var target = new MemoryStream(json.Length / 4);
        using (var stream = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(json.Span);
        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }
}
