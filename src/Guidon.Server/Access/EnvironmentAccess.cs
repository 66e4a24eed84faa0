using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Access;

/// <summary>The one place that lets an SDK request in, or refuses it as the protocol says: 403, never 401.</summary>
internal sealed class EnvironmentAccess(EnvironmentKeys keys, EdgeMetrics metrics, TimeProvider time)
{
    private const string Header = "X-Environment-Key";

    /// <summary>An endpoint for both kinds of key.</summary>
    internal RequestDelegate Any(Func<HttpContext, KeyGrant, Task> endpoint) => http =>
    {
        var grant = Find(http, out var refusal);
        return grant is null ? refusal : endpoint(http, grant);
    };

    /// <summary>An endpoint for server-side keys only; a client-side key is answered as a missing one.</summary>
    internal RequestDelegate ServerSide(Func<HttpContext, KeyGrant, Task> endpoint) => http =>
    {
        var grant = Find(http, out var refusal);
        if (grant is null) return refusal;
        return grant.ServerSide ? endpoint(http, grant) : RefuseAsync(http, "Invalid or missing Environment key");
    };

    private KeyGrant? Find(HttpContext http, out Task refusal)
    {
        var key = (string?)http.Request.Headers[Header];
        var grant = string.IsNullOrEmpty(key) ? null : keys.Find(key);
        refusal = Task.CompletedTask;
        if (grant is null || !grant.IsValid(time.GetUtcNow()))
        {
            metrics.KeyRefused();
            // The two spellings of the last word are the protocol's own.
            refusal = RefuseAsync(http, string.IsNullOrEmpty(key) ? "Invalid or missing Environment key" : "Invalid or missing Environment Key");
            return null;
        }

        if (!grant.State.Current.Document.Project.Organisation.StopServingFlags) return grant;
        refusal = Answers.DetailAsync(
            http, StatusCodes.Status403Forbidden, ErrorCodes.NotServing, "Organisation is disabled from serving flags.");
        return null;
    }

    private static Task RefuseAsync(HttpContext http, string detail) =>
        Answers.DetailAsync(http, StatusCodes.Status403Forbidden, ErrorCodes.EnvironmentKey, detail);
}
