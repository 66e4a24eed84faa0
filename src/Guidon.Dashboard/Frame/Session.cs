using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Frame;

/// <summary>
/// The signed-in person's credential, in a cookie that no script can read and that other sites' forms do not carry. The management API gets it
/// as an <c>Authorization</c> header, so that it needs no trust in cookies from here.
/// </summary>
internal static class Session
{
    internal const string CookieName = "guidon_dashboard";
    private const string NoticeName = "guidon_notice";
    private const int NoticeChars = 420;
    private const string OrganisationName = "guidon_organisation";
    private const string ThemeName = "guidon_theme";

    internal static string? Credential(HttpContext http) => http.Request.Cookies[CookieName] is { Length: > 0 } value ? value : null;

    internal static void Start(HttpContext http, string credential) => http.Response.Cookies.Append(CookieName, credential, Options(http));

    internal static void End(HttpContext http) => http.Response.Cookies.Delete(CookieName, Options(http));

    /// <summary>The organisation that the person chose; null for the first.</summary>
    internal static int? Organisation(HttpContext http) => int.TryParse(http.Request.Cookies[OrganisationName], out var id) ? id : null;

    internal static void Choose(HttpContext http, int organisation) =>
        http.Response.Cookies.Append(OrganisationName, organisation.ToString(System.Globalization.CultureInfo.InvariantCulture), Options(http));

    /// <summary><c>light</c>, <c>dark</c>, or empty for what the system prefers. The page's own script sets it.</summary>
    internal static string Theme(HttpContext http) => http.Request.Cookies[ThemeName] is "light" or "dark" ? http.Request.Cookies[ThemeName] ?? "" : "";

    /// <summary>A sentence for the next page; of a long one its beginning, since browsers drop a cookie of more than 4,096 bytes, and one letter may take nine.</summary>
    internal static void Leave(HttpContext http, string notice) => http.Response.Cookies.Append(NoticeName, Parts.Display.Cut(notice, NoticeChars), Options(http));

    /// <summary>The sentence of the page before, once.</summary>
    internal static string? Take(HttpContext http)
    {
        if (http.Request.Cookies[NoticeName] is not { Length: > 0 } notice) return null;
        http.Response.Cookies.Delete(NoticeName, Options(http));
        return notice;
    }

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true };
}
