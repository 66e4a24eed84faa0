using System.IO.Compression;
using System.Security.Cryptography;

namespace Guidon.Flags;

/// <summary>
/// An answer that is the same for every caller of a kind: hashed and compressed once, when its environment is loaded, so that a request
/// only copies bytes. Immutable.
/// </summary>
public sealed class RenderedAnswer
{
    /// <summary>Bytes below which compressing is not worth a header. The protocol's own proxy draws the same line.</summary>
    public const int CompressedBytesMin = 1_000;

    // 128 bits: no two versions of one resource meet by chance.
    private const int HashBytes = 16;

    /// <param name="json">UTF-8 JSON; owned by this object from now on.</param>
    public RenderedAnswer(ReadOnlyMemory<byte> json)
    {
        var hash = Hash(json.Span);
        Plain = new AnswerForm(json, Tag(hash, ""), Coding: null);
        if (json.Length < CompressedBytesMin) return;
        Gzip = new AnswerForm(Compress(json, stream => new GZipStream(stream, CompressionLevel.Optimal)), Tag(hash, "-gzip"), "gzip");
        Brotli = new AnswerForm(Compress(json, stream => new BrotliStream(stream, CompressionLevel.Optimal)), Tag(hash, "-br"), "br");
    }

    /// <summary>As it is.</summary>
    public AnswerForm Plain { get; }

    /// <summary><see langword="null"/> when the answer is too small to be worth it.</summary>
    public AnswerForm? Gzip { get; }

    /// <summary><see langword="null"/> when the answer is too small to be worth it.</summary>
    public AnswerForm? Brotli { get; }

    /// <summary>What <see cref="Tag"/> is made from: a hash of the bytes before they are compressed.</summary>
    public static string Hash(ReadOnlySpan<byte> json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }

    /// <summary>A strong entity tag. Each coding has its own: its bytes are others.</summary>
    /// <param name="hash">From <see cref="Hash"/>.</param>
    /// <param name="suffix">Empty for the plain form.</param>
    public static string Tag(string hash, string suffix) => $"\"{hash}{suffix}\"";

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> json, Func<Stream, Stream> compressor)
    {
        using var target = new MemoryStream();
        using (var stream = compressor(target)) stream.Write(json.Span);
        return target.ToArray();
    }
}
