using System.Globalization;
using Guidon.Server.Access;
using Guidon.Server.Edge.Caching;

namespace Guidon.Server.Edge;

/// <summary><c>GET /api/v1/environment-document/</c>: everything, for SDKs that evaluate by themselves. Server-side keys only.</summary>
/// <param name="takesNames">Whether reports of usage may have a name here: an edge hands them on and could not keep to it.</param>
internal sealed class EnvironmentDocumentEndpoint(bool takesNames)
{
    internal Task GetAsync(HttpContext http, KeyGrant grant)
    {
        var environment = grant.State.Current;
        if (takesNames) http.Response.Headers[ReportName.Announcement] = "named";
        EdgeHeaders.Write(http.Response, environment);
        http.Response.Headers.LastModified = environment.ModifiedAt.ToString("R", CultureInfo.InvariantCulture);
        // A tag says more than a date, so where both come only the tag counts.
        return http.Request.Headers.IfNoneMatch.Count == 0 && Since(http) is { } since && since >= environment.ModifiedAt
            ? RenderedAnswers.NotModified(http)
            : RenderedAnswers.SendAsync(http, environment.DocumentJson);
    }

    // One proxy writes the date with "+0000" instead of "GMT"; both are the same moment.
    private static DateTimeOffset? Since(HttpContext http) =>
        DateTimeOffset.TryParse(
            ((string?)http.Request.Headers.IfModifiedSince)?.Replace("+0000", "GMT", StringComparison.Ordinal),
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null;
}
