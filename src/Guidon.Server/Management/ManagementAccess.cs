using Guidon.Contracts;

namespace Guidon.Server.Management;

/// <summary>The one place that lets a management request in: <c>Authorization: Api-Key …</c>, or 401.</summary>
internal sealed class ManagementAccess(MasterKeys keys)
{
    private const string Scheme = "Api-Key ";

    internal RequestDelegate Require(RequestDelegate endpoint) => Require((http, _) => endpoint(http));

    internal RequestDelegate Require(Func<HttpContext, Caller, Task> endpoint) => async http =>
    {
        var header = (string?)http.Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(http, "Authentication credentials were not provided.");
            return;
        }

        if (await keys.FindAsync(header[Scheme.Length..].Trim(), http.RequestAborted) is not { } caller)
        {
            await RefuseAsync(http, "Valid Master API Key not found.");
            return;
        }

        await endpoint(http, caller);
    };

    private static Task RefuseAsync(HttpContext http, string detail)
    {
        http.Response.Headers.WWWAuthenticate = "Api-Key";
        return Answers.DetailAsync(http, StatusCodes.Status401Unauthorized, ErrorCodes.NotAuthenticated, detail);
    }
}
