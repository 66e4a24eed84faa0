using Guidon.Flags;

namespace Guidon.Server.Edge.Caching;

// Hot path: without conditional headers and Accept-Encoding nothing is allocated beyond what any answer costs.

/// <summary>Sends answers that are the same for every caller of a kind: the form that the caller accepts, or 304.</summary>
internal static class RenderedAnswers
{
    internal static Task SendAsync(HttpContext http, RenderedAnswer answer)
    {
        var request = http.Request.Headers;
        var form = Choose(answer, http);
        http.Response.Headers.ETag = form.Tag;
        if (request.IfNoneMatch.Count > 0 && Conditions.Names(request.IfNoneMatch, form.Tag)) return NotModified(http);
        if (form.Coding is not null) http.Response.Headers.ContentEncoding = form.Coding;
        return Answers.JsonAsync(http, StatusCodes.Status200OK, form.Bytes);
    }

    /// <summary>304, with the headers that were set and nothing else.</summary>
    internal static Task NotModified(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    // Of equal wishes Brotli wins: it is the smaller one, and both are compressed already.
    private static AnswerForm Choose(RenderedAnswer answer, HttpContext http)
    {
        var accepted = http.Request.Headers.AcceptEncoding;
        if (accepted.Count == 0) return answer.Plain;
        var (gzip, brotli) = ContentCoding.Weights(accepted);
        var form = brotli > 0 && brotli >= gzip ? answer.Brotli : gzip > 0 ? answer.Gzip : null;
        return form ?? answer.Plain;
    }
}
