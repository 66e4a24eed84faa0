using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Access;

/// <summary>The one place that lets an SDK request in, or refuses it as the protocol says: 403, never 401.</summary>
internal sealed class EnvironmentAccess(EnvironmentKeys keys, EdgeMetrics metrics, TimeProvider time)
{
    private const string Header = "X-Environment-Key";

    /// <summary>An endpoint for both kinds of key.</summary>
    internal Operation Any(Func<HttpContext, KeyGrant, Task> endpoint) => Guarded(endpoint, http =>
    {
        var grant = Find(http, KeyOf(http), StatusCodes.Status403Forbidden, out var refusal);
        return grant is null ? refusal : endpoint(http, grant);
    });

    /// <summary>An endpoint for server-side keys only; a client-side key is answered as a missing one.</summary>
    internal Operation ServerSide(Func<HttpContext, KeyGrant, Task> endpoint) => Guarded(endpoint, http =>
    {
        var grant = Find(http, KeyOf(http), StatusCodes.Status403Forbidden, out var refusal);
        if (grant is null) return refusal;
        return grant.ServerSide ? endpoint(http, grant) : RefuseAsync(http, StatusCodes.Status403Forbidden, "Invalid or missing Environment key");
    });

    /// <summary>An endpoint of a protocol that tells a missing key (401) from a refused one (403).</summary>
    /// <param name="keyOf">Where that protocol carries the key; <see langword="null"/> or empty when it is missing.</param>
    /// <param name="endpoint">For both kinds of key.</param>
    internal Operation Telling(Func<HttpContext, string?> keyOf, Func<HttpContext, KeyGrant, Task> endpoint) => Guarded(endpoint, http =>
    {
        var grant = Find(http, keyOf(http), StatusCodes.Status401Unauthorized, out var refusal);
        return grant is null ? refusal : endpoint(http, grant);
    });

    /// <summary>An endpoint whose path carries the client-side key, as <c>environment</c>. An unknown key is an unknown path: 404.</summary>
    internal Operation InPath(Func<HttpContext, KeyGrant, Task> endpoint) => Guarded(endpoint, http =>
    {
        var key = (string?)http.GetRouteValue("environment") ?? "";
        if (keys.FindClient(key) is not { } grant)
        {
            if (keys.IsExpected(key)) return NotYetAsync(http);
            metrics.KeyRefused();
            return Answers.NotFoundAsync(http);
        }

        return IsServing(grant) ? endpoint(http, grant) : NotServingAsync(http);
    });

    private static Operation Guarded(Func<HttpContext, KeyGrant, Task> endpoint, RequestDelegate guarded) => new(guarded, endpoint.Method, Entrance.EnvironmentKey);

    /// <summary>The key where SDKs put it.</summary>
    internal static string? KeyOf(HttpContext http) => http.Request.Headers[Header];

    private KeyGrant? Find(HttpContext http, string? key, int missingStatus, out Task refusal)
    {
        var grant = string.IsNullOrEmpty(key) ? null : keys.Find(key);
        refusal = Task.CompletedTask;
        if (grant is null || !grant.IsValid(time.GetUtcNow()))
        {
            if (grant is null && !string.IsNullOrEmpty(key) && keys.IsExpected(key))
            {
                refusal = NotYetAsync(http);
                return null;
            }

            metrics.KeyRefused();
            // The two spellings of the last word are the protocol's own.
            refusal = string.IsNullOrEmpty(key)
                ? RefuseAsync(http, missingStatus, "Invalid or missing Environment key")
                : RefuseAsync(http, StatusCodes.Status403Forbidden, "Invalid or missing Environment Key");
            return null;
        }

        if (IsServing(grant)) return grant;
        refusal = NotServingAsync(http);
        return null;
    }

    private static bool IsServing(KeyGrant grant) => !grant.State.Current.Document.Project.Organisation.StopServingFlags;

    private static Task NotServingAsync(HttpContext http) =>
        Answers.DetailAsync(http, StatusCodes.Status403Forbidden, ErrorCodes.NotServing, "Organisation is disabled from serving flags.");

    // Never "unauthorised" for "not loaded yet": clients give up on the one and come again after the other.
    private static Task NotYetAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return Answers.DetailAsync(
            http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The flags of this environment were not fetched yet.");
    }

    private static Task RefuseAsync(HttpContext http, int status, string detail)
    {
        // HTTP demands a challenge beside every 401.
        if (status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        return Answers.DetailAsync(http, status, ErrorCodes.EnvironmentKey, detail);
    }
}
