using System.Globalization;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

/// <summary><c>GET /api/v1/environment-document/</c>: everything, for SDKs that evaluate by themselves. Server-side keys only.</summary>
internal static class EnvironmentDocumentEndpoint
{
    internal static Task GetAsync(HttpContext http, KeyGrant grant)
    {
        var environment = grant.State.Current;
        EdgeHeaders.Write(http.Response, environment);
        // Rounded up: a change within the second of the last poll must not look unchanged.
        var updatedAt = CeilingSecond(environment.Document.UpdatedAt);
        http.Response.Headers.LastModified = updatedAt.ToString("R", CultureInfo.InvariantCulture);
        if (Since(http) is { } since && since >= updatedAt)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Answers.JsonAsync(http, StatusCodes.Status200OK, environment.DocumentJson);
    }

    // One proxy writes the date with "+0000" instead of "GMT"; both are the same moment.
    private static DateTimeOffset? Since(HttpContext http) =>
        DateTimeOffset.TryParse(
            ((string?)http.Request.Headers.IfModifiedSince)?.Replace("+0000", "GMT", StringComparison.Ordinal),
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null;

    private static DateTimeOffset CeilingSecond(DateTimeOffset time)
    {
        var over = time.Ticks % TimeSpan.TicksPerSecond;
        return over == 0 ? time : time.AddTicks(TimeSpan.TicksPerSecond - over);
    }
}
