using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Guidon.Server.Edge;

/// <summary>
/// Lets browsers call the API: of any origin, or of those that an edge's configuration lists. Keys travel in a header, and the dashboard's
/// session cookie never goes with a request of another site: the origin says nothing about trust.
/// Requested headers are echoed: a fixed list broke browsers whenever an SDK sent a new one.
/// </summary>
internal sealed class CorsFilter
{
    private static readonly StringValues s_any = "*";
    private static readonly StringValues s_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static readonly StringValues s_exposed =
        "X-Flagsmith-Document-Updated-At, Flagsmith-Version, ETag, Last-Modified, Link, Retry-After";

    private static readonly StringValues s_maxAge = "86400";
    private static readonly StringValues s_version = ServerVersion.Compatible;

    private readonly FrozenSet<string>? _origins;

    /// <param name="origins">As browsers send them; <c>*</c> among them means any.</param>
    internal CorsFilter(IReadOnlyList<string> origins) =>
        _origins = origins.Contains("*") ? null : origins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    internal Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        if (_origins is null) headers.AccessControlAllowOrigin = s_any;
        else if (http.Request.Headers.Origin is [{ } origin] && _origins.Contains(origin)) headers.AccessControlAllowOrigin = origin;
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
