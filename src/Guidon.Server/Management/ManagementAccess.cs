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
        var header = ((string?)http.Request.Headers.Authorization ?? "").Split(' ', 2);
        // Never more than half, however short the key is.
        return $"{header[0]} {header[^1][..Math.Min(ShownChars, header[^1].Length / 2)]}…";
    }

    /// <summary>There is no other way in, so that no endpoint can forget whose things it may touch.</summary>
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

    /// <summary>An endpoint for everybody who may do this there.</summary>
    internal RequestDelegate Require(Permission permission, Func<HttpContext, Caller, Task> endpoint) =>
        Require(permission.Description.Length > 0 ? endpoint : throw new ArgumentException("A permission says what it is.", nameof(permission)));

    /// <summary>An endpoint whose body or query names the place, or that is about whatever the caller sees. It asks <see cref="Caller.May"/> itself.</summary>
    internal RequestDelegate Known(Func<HttpContext, Caller, Task> endpoint) => Require(endpoint);

    private static Task RefuseAsync(HttpContext http, string detail)
    {
        http.Response.Headers.WWWAuthenticate = "Api-Key";
        return Answers.DetailAsync(http, StatusCodes.Status401Unauthorized, ErrorCodes.NotAuthenticated, detail);
    }
}
