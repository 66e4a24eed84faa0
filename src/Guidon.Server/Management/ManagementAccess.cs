using Guidon.Contracts;

namespace Guidon.Server.Management;

/// <summary>The one place that lets a management request in: <c>Authorization: Api-Key …</c>, or 401.</summary>
internal sealed class ManagementAccess(MasterKeys keys)
{
    private const string Scheme = "Api-Key ";

    private const int ShownChars = 8;

    /// <summary>Who asks, for what is kept about a person's action: the key by its first characters.</summary>
    internal static string Who(HttpContext http)
    {
        var key = ((string?)http.Request.Headers.Authorization ?? "")[Scheme.Length..].Trim();
        // Never more than half, however short the key is.
        return $"api key {key[..Math.Min(ShownChars, key.Length / 2)]}…";
    }

    internal RequestDelegate Require(RequestDelegate endpoint) => async http =>
    {
        var header = (string?)http.Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(http, "Authentication credentials were not provided.");
            return;
        }

        if (!await keys.IsValidAsync(header[Scheme.Length..].Trim(), http.RequestAborted))
        {
            await RefuseAsync(http, "Valid Master API Key not found.");
            return;
        }

        await endpoint(http);
    };

    private static Task RefuseAsync(HttpContext http, string detail)
    {
        http.Response.Headers.WWWAuthenticate = "Api-Key";
        return Answers.DetailAsync(http, StatusCodes.Status401Unauthorized, ErrorCodes.NotAuthenticated, detail);
    }
}
