using System.ComponentModel.DataAnnotations;
using System.Net;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Oidc;

/// <summary>How people sign in through an OpenID Connect provider. Read from <c>GUIDON_Oidc__…</c>; without an issuer there is none.</summary>
internal sealed record OidcOptions
{
    private const int PathCharsMax = 200;

    /// <summary>The provider's address, below which its <c>.well-known/openid-configuration</c> lies. Default none: nobody signs in that way.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>What the button says after "Sign in with". Default <c>single sign-on</c>.</summary>
    [StringLength(40)] public string Name { get; init; } = "single sign-on";

    /// <summary>What the provider calls this installation.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>By which the provider knows this installation; empty for a public client, which PKCE alone protects.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>What is asked for, with spaces between. Default <c>openid profile email</c>; without <c>openid</c> and <c>email</c> nobody gets in.</summary>
    [StringLength(1_000)] public string Scopes { get; init; } = "openid profile email";

    /// <summary>Where the provider sends people back to, on this server. Default <c>/api/guidon/v1/oidc/callback</c>.</summary>
    public string RedirectPath { get; init; } = "/api/guidon/v1/oidc/callback";

    /// <summary>Domains of e-mail addresses that get in, for example <c>example.org</c>. Default none: every domain does.</summary>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    /// <summary>Whether somebody who is unknown here is made a member at the first log-in. Default false: an invite or an account is needed.</summary>
    public bool CreatePeople { get; init; }

    /// <summary>The id of the organisation that they join. Default 1, the one of the first start.</summary>
    [Range(1, int.MaxValue)] public int Organisation { get; init; } = 1;

    /// <summary><c>USER</c> or <c>ADMIN</c>, as which they join. Default <c>USER</c>.</summary>
    public string Role { get; init; } = OrganisationMember.User;

    /// <summary>
    /// Networks of the provider that may be called although they are private, and over plain http, in CIDR form. Default none. Apart from
    /// <c>Delivery:AllowedNetworks</c>: what people may have called is theirs to choose, what the provider's document names is not.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Seconds that the provider has for each answer. Default 10.</summary>
    [Range(1, 60)] public int TimeoutSeconds { get; init; } = 10;

    internal bool IsOn => Issuer.Length > 0;

    /// <summary>What the annotations cannot say.</summary>
    internal IEnumerable<string> Errors()
    {
        foreach (var network in AllowedNetworks.Where(each => !IPNetwork.TryParse(each, out _))) yield return $"Oidc:AllowedNetworks has {network}, which is no network like 10.0.0.0/8.";
        foreach (var domain in AllowedDomains.Where(each => each.Length == 0 || each.Contains('@', StringComparison.Ordinal))) yield return $"Oidc:AllowedDomains has '{domain}', which is no domain like example.org.";
        if (Role is not (OrganisationMember.User or OrganisationMember.Admin)) yield return "Oidc:Role must be USER or ADMIN.";
        if (!IsOn) yield break;
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme is not ("https" or "http") || issuer.Query.Length + issuer.Fragment.Length > 0) yield return "Oidc:Issuer is not an http or https address without a query.";
        if (ClientId.Length == 0) yield return "Oidc:ClientId is missing.";
        if (RedirectPath is not ['/', not '/', ..] || RedirectPath.Length > PathCharsMax || !RedirectPath.All(IsPlain)) yield return "Oidc:RedirectPath is not a path like /login/callback.";
    }

    // It becomes a route's pattern and a part of an address: nothing that either would read as more than a letter.
    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-' or '_' or '.';
}
