using Guidon.Contracts;

namespace Guidon.Server;

/// <summary>
/// Refuses a body whose length can be read in two ways: told by count and by chunks, or chunked under other codings. The web server goes by the
/// chunks; a proxy in front that reads it otherwise would let a second request through unseen.
/// </summary>
internal static class FramingFilter
{
    // Where Kestrel puts the count when chunks are named too.
    private const string SetAsideLength = "X-Content-Length";

    internal static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Request.Headers;
        var codings = headers.TransferEncoding;
        if (codings.Count == 0) return next(http);
        var isChunked = codings.Count == 1 && string.Equals(codings[0], "chunked", StringComparison.OrdinalIgnoreCase);
        if (isChunked && !headers.ContainsKey(SetAsideLength)) return next(http);
        // Nothing that follows on this connection can be trusted to be a request.
        http.Response.Headers.Connection = "close";
        return Answers.DetailAsync(http, StatusCodes.Status400BadRequest, ErrorCodes.Invalid,
            "The length of the body must be told once, by Content-Length or by Transfer-Encoding: chunked.");
    }
}
