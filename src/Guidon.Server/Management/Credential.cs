namespace Guidon.Server.Management;

/// <summary>What a request shows to be let in.</summary>
/// <param name="Secret">The key or the token.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct Credential(string Secret, CredentialKind Kind)
{
    /// <summary>The header counts before the cookie; <see langword="null"/> when there is neither.</summary>
    internal static Credential? Of(HttpContext http)
    {
        var header = (string?)http.Request.Headers.Authorization ?? "";
        if (header.Length > 0) return Read(header, "Api-Key ", CredentialKind.Key) ?? Read(header, "Token ", CredentialKind.Token) ?? Read(header, "Bearer ", CredentialKind.Bearer);
        return http.Request.Cookies[SessionCookie.Name] is { Length: > 0 } cookie ? new Credential(cookie, CredentialKind.Cookie) : null;
    }

    /// <summary>Whether it opens what is for these.</summary>
    internal bool IsFor(Entrance entrance) => entrance switch
    {
        Entrance.Person => Kind != CredentialKind.Key,
        Entrance.Self => Kind is CredentialKind.Token or CredentialKind.Cookie,
        _ => true,
    };

    /// <summary>How a request is told that it is not known.</summary>
    internal (string Scheme, string Detail) Refusal => Kind switch
    {
        CredentialKind.Key => ("Api-Key", "Valid Master API Key not found."),
        CredentialKind.Bearer => ("Bearer error=\"invalid_token\"", "Invalid token."),
        _ => ("Token", "Invalid token."),
    };

    private static Credential? Read(string header, string scheme, CredentialKind kind) =>
        header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? new Credential(header[scheme.Length..].Trim(), kind) : null;
}
