namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /.well-known/oauth-authorization-server</c> (RFC 8414).</summary>
public sealed record AuthorizationServerAnswer
{
    /// <summary>The address at which it was asked, without a final slash, or <c>Access:PublicUrl</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The page on which a person decides; a browser goes there.</summary>
    public required string AuthorizationEndpoint { get; init; }

    /// <summary>Takes codes and refresh tokens.</summary>
    public required string TokenEndpoint { get; init; }

    /// <summary>Takes applications that are new here (RFC 7591).</summary>
    public required string RegistrationEndpoint { get; init; }

    /// <summary>Takes tokens that are to open nothing any more (RFC 7009).</summary>
    public required string RevocationEndpoint { get; init; }

    /// <summary>What may be asked for.</summary>
    public required IReadOnlyList<string> ScopesSupported { get; init; }

    /// <summary><c>code</c>.</summary>
    public required IReadOnlyList<string> ResponseTypesSupported { get; init; }

    /// <summary><c>query</c>.</summary>
    public required IReadOnlyList<string> ResponseModesSupported { get; init; }

    /// <summary>What the token endpoint takes.</summary>
    public required IReadOnlyList<string> GrantTypesSupported { get; init; }

    /// <summary><c>S256</c>, which everybody needs (RFC 7636).</summary>
    public required IReadOnlyList<string> CodeChallengeMethodsSupported { get; init; }

    /// <summary><c>none</c>: applications have no secret.</summary>
    public required IReadOnlyList<string> TokenEndpointAuthMethodsSupported { get; init; }

    /// <summary><c>none</c>, likewise.</summary>
    public required IReadOnlyList<string> RevocationEndpointAuthMethodsSupported { get; init; }

    /// <summary>True: the answer with the code names this server (RFC 9207).</summary>
    public required bool AuthorizationResponseIssParameterSupported { get; init; }
}
