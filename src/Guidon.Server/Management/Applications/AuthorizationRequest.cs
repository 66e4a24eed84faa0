using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Applications;

/// <summary>What an application asks a person for, as the browser brought it.</summary>
internal sealed record AuthorizationRequest
{
    // A state comes back as it came; some applications put a whole message into it.
    private const int CharsMax = 2_000;
    private const int ChallengeChars = 43;   // SHA-256 in base64url, RFC 7636

    private string? ClientId { get; init; }

    private string? ResponseType { get; init; }

    private string? Method { get; init; }

    internal string RedirectUri { get; private init; } = "";

    internal string Scope { get; private init; } = "";

    internal string? State { get; private init; }

    internal string Challenge { get; private init; } = "";

    internal static AuthorizationRequest OfQuery(HttpContext http) => new()
    {
        ClientId = http.Request.Query["client_id"],
        ResponseType = http.Request.Query["response_type"],
        RedirectUri = (string?)http.Request.Query["redirect_uri"] ?? "",
        Scope = (string?)http.Request.Query["scope"] ?? "",
        State = http.Request.Query["state"],
        Challenge = (string?)http.Request.Query["code_challenge"] ?? "",
        Method = http.Request.Query["code_challenge_method"],
    };

    internal static AuthorizationRequest OfBody(FieldReader body) => new()
    {
        ClientId = body.TextOrNull("client_id", CharsMax),
        ResponseType = body.TextOrNull("response_type", CharsMax),
        RedirectUri = body.TextOrNull("redirect_uri", CharsMax) ?? "",
        Scope = body.TextOrNull("scope", CharsMax) ?? "",
        State = body.TextOrNull("state", CharsMax),
        Challenge = body.TextOrNull("code_challenge", CharsMax) ?? "",
        Method = body.TextOrNull("code_challenge_method", CharsMax),
    };

    /// <summary>
    /// Looks whether it may be shown to a person. What is wrong is told here and never at the address that the request names: whoever registers could send
    /// people from here to wherever he likes.
    /// </summary>
    /// <returns>The application and the request with its scope in order, or what is wrong.</returns>
    internal (Application? Application, AuthorizationRequest Request, OAuthError? Error) Check(ControlPlane plane)
    {
        if ((ClientId?.Length ?? 0) > CharsMax || plane.Applications.AsNoTracking().SingleOrDefault(each => each.ClientId == ClientId) is not { } application) return (null, this, OAuthError.NobodyAsks);
        var scope = Scopes.Read(Scope);
        var error = !Applications.RedirectUri.IsOneOf(application.RedirectUris, RedirectUri) ? OAuthError.Request("redirect_uri is none of those that the application registered.")
            : ResponseType != "code" ? new OAuthError("unsupported_response_type", "response_type must be code.")
            : Method != "S256" || Challenge.Length != ChallengeChars || !Challenge.All(IsBase64Url) ? OAuthError.Request("code_challenge with the code_challenge_method S256 is needed.")
            : (State?.Length ?? 0) > CharsMax ? OAuthError.Request($"state has more than {CharsMax} characters.")
            : scope is null ? new OAuthError("invalid_scope", $"scope may be {string.Join(" or ", Scopes.All)}.")
            : null;
        return (application, this with { Scope = scope ?? "" }, error);
    }

    private static bool IsBase64Url(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
