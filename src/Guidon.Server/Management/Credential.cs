namespace Guidon.Server.Management;

/// <summary>What a request shows to be let in.</summary>
/// <param name="Secret">The master API key or the token.</param>
/// <param name="IsKey">True for <c>Authorization: Api-Key …</c>.</param>
/// <param name="IsCookie">True when a browser sent it by itself, so that an unsafe method needs proof that our page asked for it.</param>
internal readonly record struct Credential(string Secret, bool IsKey, bool IsCookie)
{
    private const string KeyScheme = "Api-Key ";
    private const string TokenScheme = "Token ";

    /// <summary>The header counts before the cookie; <see langword="null"/> when there is neither.</summary>
    internal static Credential? Of(HttpContext http)
    {
        var header = (string?)http.Request.Headers.Authorization ?? "";
        if (header.StartsWith(KeyScheme, StringComparison.OrdinalIgnoreCase)) return new Credential(header[KeyScheme.Length..].Trim(), IsKey: true, IsCookie: false);
        if (header.StartsWith(TokenScheme, StringComparison.OrdinalIgnoreCase)) return new Credential(header[TokenScheme.Length..].Trim(), IsKey: false, IsCookie: false);
        if (header.Length > 0) return null;
        return http.Request.Cookies[SessionCookie.Name] is { Length: > 0 } cookie ? new Credential(cookie, IsKey: false, IsCookie: true) : null;
    }
}
