using Microsoft.Extensions.Primitives;

namespace Guidon.Server.Edge;

/// <summary>
/// Lets browsers of any origin call the API. Keys travel in a header and no cookie is involved, so the origin says nothing about trust.
/// Requested headers are echoed: a fixed list broke browsers whenever an SDK sent a new one.
/// </summary>
internal static class CorsFilter
{
    private static readonly StringValues s_any = "*";
    private static readonly StringValues s_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static readonly StringValues s_exposed =
        "X-Flagsmith-Document-Updated-At, Flagsmith-Version, ETag, Last-Modified, Link, Retry-After";

    private static readonly StringValues s_maxAge = "86400";
    private static readonly StringValues s_version = ServerVersion.Text;

    internal static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = s_any;
        headers.AccessControlExposeHeaders = s_exposed;
        headers["Flagsmith-Version"] = s_version;
        if (!HttpMethods.IsOptions(http.Request.Method)) return next(http);
        headers.AccessControlAllowMethods = s_methods;
        headers.AccessControlMaxAge = s_maxAge;
        var requested = http.Request.Headers.AccessControlRequestHeaders;
        if (requested.Count > 0) headers.AccessControlAllowHeaders = requested;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
