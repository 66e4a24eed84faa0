using System.Security.Cryptography;
using System.Text;
using Guidon.Server.Access;

namespace Guidon.Server.Management;

/// <summary>
/// A token in a cookie, for browsers: scripts cannot read it and other sites cannot send it. Beside it lies a second cookie that our own
/// pages read and send back as <c>X-CSRF-Token</c> with everything that changes something.
/// </summary>
internal sealed class SessionCookie(InstallationSecret secret)
{
    internal const string Name = "guidon_session";
    internal const string CsrfName = "guidon_csrf";
    internal const string CsrfHeader = "X-CSRF-Token";

    internal void Set(HttpContext http, string token, DateTimeOffset expiresAt)
    {
        http.Response.Cookies.Append(Name, token, Options(http, isHidden: true, expiresAt));
        http.Response.Cookies.Append(CsrfName, CsrfOf(token), Options(http, isHidden: false, expiresAt));
    }

    internal static void Clear(HttpContext http)
    {
        http.Response.Cookies.Delete(Name, Options(http, isHidden: true, null));
        http.Response.Cookies.Delete(CsrfName, Options(http, isHidden: false, null));
    }

    /// <summary>Whether our own page sent this, and not another site through the same browser.</summary>
    internal bool IsProven(HttpContext http, string token) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
        || CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes((string?)http.Request.Headers[CsrfHeader] ?? ""), Encoding.UTF8.GetBytes(CsrfOf(token)));

    // Follows from the token, so that nobody can plant a pair of his own; tells nothing about it.
    private string CsrfOf(string token) => secret.Hash("csrf " + token);

    private static CookieOptions Options(HttpContext http, bool isHidden, DateTimeOffset? expiresAt) => new()
    {
        HttpOnly = isHidden,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Expires = expiresAt,
    };
}
