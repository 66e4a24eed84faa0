using Guidon.Server.Access;

namespace Guidon.Server.Ofrep;

/// <summary>Where OFREP providers put a key; its own two places first, then the one of the SDKs.</summary>
internal static class OfrepKeys
{
    private const string Bearer = "Bearer ";

    internal static string? KeyOf(HttpContext http)
    {
        var headers = http.Request.Headers;
        if ((string?)headers["X-API-Key"] is { Length: > 0 } key) return key;
        return (string?)headers.Authorization is { } authorization && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : EnvironmentAccess.KeyOf(http);
    }
}
