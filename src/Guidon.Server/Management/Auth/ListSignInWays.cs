using Guidon.Contracts;

namespace Guidon.Server.Management.Auth;

/// <summary><c>GET /api/guidon/v1/sign-in</c>: how people can sign in here, for the page on which they do. Asks for no credential.</summary>
internal sealed class ListSignInWays(SignInWays ways)
{
    internal Task InvokeAsync(HttpContext http) => Answers.JsonAsync(http, StatusCodes.Status200OK, ways, ContractsJson.Default.SignInWays);
}
