using System.Buffers;
using System.Text;
using Guidon.Contracts;

namespace Guidon.Server.Edge;

/// <summary>Reads a JSON body into a pooled buffer, within <see cref="BytesMax"/>. Dispose it to give the buffer back.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>The protocol's limit (2.5 MB); a body beyond it is answered with 413.</summary>
    internal const int BytesMax = 2_621_440;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4_096);
    private int _length;

    private readonly int _bytesMax;

    private RequestBody(int bytesMax) => _bytesMax = bytesMax;

    internal ReadOnlySpan<byte> Utf8 => _buffer.AsSpan(0, _length);

    /// <param name="http">The request.</param>
    /// <param name="bytesMax">More than the usual limit for the few endpoints that take whole files.</param>
    /// <returns>The body, or why it was refused.</returns>
    internal static async ValueTask<(RequestBody? Body, BodyError? Error)> ReadAsync(HttpContext http, int bytesMax = BytesMax)
    {
        if (!IsJson(http.Request.ContentType)) return (null, UnsupportedMediaType(http.Request.ContentType));
        if (http.Request.ContentLength > bytesMax) throw TooLarge(bytesMax);
        var body = new RequestBody(bytesMax);
        try
        {
            await body.FillAsync(http);
            return (body, null);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private async ValueTask FillAsync(HttpContext http)
    {
        while (true)
        {
            var read = await ReadSomeAsync(http);
            if (read == 0) return;
            _length += read;
            if (_length > _bytesMax) throw TooLarge(_bytesMax);
            if (_length == _buffer.Length) Grow();
        }
    }

    private async ValueTask<int> ReadSomeAsync(HttpContext http)
    {
        try
        {
            return await http.Request.Body.ReadAsync(_buffer.AsMemory(_length), http.RequestAborted);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            // A chunk size beyond 32 bits, or a caller that is gone: no fault of ours, so it must not look like one.
            throw new BadHttpRequestException("The body could not be read.", StatusCodes.Status400BadRequest, error);
        }
    }

    private static BadHttpRequestException TooLarge(int bytesMax) =>
        new($"The body is larger than the limit of {bytesMax} bytes.", StatusCodes.Status413PayloadTooLarge);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Utf8.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    // No content type is let through: direct HTTP users forget it, and what is not JSON fails at parsing.
    private static bool IsJson(string? contentType) =>
        string.IsNullOrEmpty(contentType)
        || contentType.AsSpan().TrimStart().StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private static BodyError UnsupportedMediaType(string? contentType)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("detail"u8, $"Unsupported media type \"{contentType}\" in request.");
            json.WriteString("code"u8, ErrorCodes.UnsupportedMediaType);
            json.WriteEndObject();
        }

        return new BodyError(StatusCodes.Status415UnsupportedMediaType, buffer.WrittenSpan.ToArray());
    }
}
