namespace Guidon.Contracts;

/// <summary>Answer of <c>POST /o/register/</c> (RFC 7591).</summary>
/// <param name="ClientId">What the application calls itself from now on.</param>
/// <param name="ClientIdIssuedAt">Seconds since 1970, UTC.</param>
/// <param name="ClientName">For people.</param>
/// <param name="RedirectUris">Where people may be sent back to.</param>
/// <param name="GrantTypes">What it may use.</param>
/// <param name="ResponseTypes">Likewise.</param>
/// <param name="TokenEndpointAuthMethod"><c>none</c>: it has no secret.</param>
/// <param name="Scope">What it may ask for, with spaces between.</param>
public sealed record RegisteredApplication(
    string ClientId, long ClientIdIssuedAt, string ClientName, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> GrantTypes, IReadOnlyList<string> ResponseTypes, string TokenEndpointAuthMethod,
    string Scope);
