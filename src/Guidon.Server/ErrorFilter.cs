using Guidon.Contracts;
using Guidon.Events;
using Guidon.Flags;
using Guidon.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Guidon.Server;

/// <summary>The process edge of every request: what nobody expected becomes a JSON answer and a log line, never a stack trace.</summary>
/// <param name="logger">Has what callers are not told.</param>
/// <param name="stopping">The server ends: what it stopped by itself is no bug.</param>
internal sealed partial class ErrorFilter(ILogger<ErrorFilter> logger, CancellationToken stopping)
{
    internal async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException error)
        {
            // The web server's own findings: body over the limit, body too slow, broken framing.
            var isTooLarge = error.StatusCode == StatusCodes.Status413PayloadTooLarge;
            if (isTooLarge) http.Response.Headers.Connection = "close";
            await RefuseAsync(http, error.StatusCode, isTooLarge ? ErrorCodes.TooLarge : ErrorCodes.Invalid, isTooLarge
                ? $"The body is larger than the limit of {BytesMax(http)} bytes."
                : "The request could not be read.");
            if (isTooLarge) await RefusedBody.DrainAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.Aborted(logger, http.Request.Method);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            http.Response.Headers.RetryAfter = "1";
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The server is ending.");
        }
        catch (Exception error) when (error is StorageException or EventLogException or IdentityStoreException or UsageStoreException)
        {
            Log.Failed(logger, http.Request.Method, http.GetEndpoint()?.DisplayName ?? "?", error);
            http.Response.Headers.RetryAfter = "1";
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The storage cannot be used now.");
        }
        catch (Exception error)
        {
            Log.Failed(logger, http.Request.Method, http.GetEndpoint()?.DisplayName ?? "?", error);
            await RefuseAsync(http, StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "This is a bug of ours; the server's log has it.");
        }
    }

    // What the endpoint takes, which for files is more than usual.
    private static long BytesMax(HttpContext http) =>
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most ? most - BodyLimits.RefusedBytesMax : Edge.RequestBody.BytesMax;

    // Once bytes are out nothing can be mended; the connection is cut so that the client sees a failure and not half an answer.
    private static Task RefuseAsync(HttpContext http, int status, string code, string detail)
    {
        if (!http.Response.HasStarted) return Answers.DetailAsync(http, status, code, detail);
        http.Abort();
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Error, "Failed to answer {Method} {Endpoint}")]
        internal static partial void Failed(ILogger logger, string method, string endpoint, Exception error);

        [LoggerMessage(2002, LogLevel.Debug, "Stopped answering {Method}: the caller left")]
        internal static partial void Aborted(ILogger logger, string method);
    }
}
