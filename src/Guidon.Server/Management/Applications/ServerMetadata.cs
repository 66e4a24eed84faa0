using Guidon.Contracts;

namespace Guidon.Server.Management.Applications;

/// <summary><c>GET /.well-known/oauth-authorization-server</c>: where applications find what (RFC 8414), under the address at which they asked.</summary>
internal sealed class ServerMetadata(PublicAddress address)
{
    internal const string NoSecret = "none";

    internal static IReadOnlyList<string> GrantTypes { get; } = ["authorization_code", "refresh_token"];

    internal static IReadOnlyList<string> ResponseTypes { get; } = ["code"];

    internal Task InvokeAsync(HttpContext http)
    {
        var issuer = address.Of(http.Request);
        var answer = new AuthorizationServerAnswer
        {
            Issuer = issuer,
            AuthorizationEndpoint = issuer + "/oauth/authorize/",
            TokenEndpoint = issuer + ApplicationRoutes.Token,
            RegistrationEndpoint = issuer + ApplicationRoutes.Register,
            RevocationEndpoint = issuer + ApplicationRoutes.Revoke,
            ScopesSupported = Scopes.All,
            ResponseTypesSupported = ResponseTypes,
            ResponseModesSupported = ["query"],
            GrantTypesSupported = GrantTypes,
            CodeChallengeMethodsSupported = ["S256"],
            TokenEndpointAuthMethodsSupported = [NoSecret],
            RevocationEndpointAuthMethodsSupported = [NoSecret],
            AuthorizationResponseIssParameterSupported = true,
        };
        return Answers.JsonAsync(http, StatusCodes.Status200OK, answer, ContractsJson.Default.AuthorizationServerAnswer);
    }
}
