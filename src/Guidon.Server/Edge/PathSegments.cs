namespace Guidon.Server.Edge;

/// <summary>Segments of the path as the caller wrote them, decoded once. Routing leaves an encoded slash encoded, which loses what it meant.</summary>
internal static class PathSegments
{
    /// <param name="http">The request.</param>
    /// <param name="name">The route's own name of the segment.</param>
    /// <param name="position">0 for the first segment of the path.</param>
    internal static string Read(HttpContext http, string name, int position)
    {
        var target = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.Split('?', 2)[0].Split('/');
        // Proxies may send the whole address instead of a path; then routing's reading is the best there is.
        return target.StartsWith('/') && path.Length > position + 1
            ? Uri.UnescapeDataString(path[position + 1])
            : http.GetRouteValue(name) as string ?? "";
    }
}
