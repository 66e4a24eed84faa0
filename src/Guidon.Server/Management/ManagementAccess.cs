using Guidon.Contracts;

namespace Guidon.Server.Management;

/// <summary>
/// The one place that lets a management request in: <c>Authorization: Api-Key …</c>, <c>Token …</c>, <c>Bearer …</c> or the session cookie, or 401;
/// then the second factor that an organisation asks for, or 403; then the place that the path names, or 404; then what the route needs there, or 403.
/// </summary>
internal sealed class ManagementAccess(Callers callers, SessionCookie cookies)
{
    // Of whoever signed in and nobody else's: there a second factor is switched on, and there people sign out.
    private static readonly PathString s_account = new("/api/v1/auth");

    /// <summary>An endpoint for everybody who may do this there. Where the path names no place, the caller's organisation is meant.</summary>
    /// <remarks>There is no way in without a permission, so that no endpoint can forget whose things it may touch.</remarks>
    internal Operation Require(Permission permission, Func<HttpContext, Caller, Task> endpoint) =>
        new(http => LetInAsync(http, permission, Entrance.Caller, endpoint), endpoint.Method, Entrance.Caller, permission);

    /// <summary>The same for people, and applications in their name: a master API key is answered as a missing credential.</summary>
    internal Operation RequirePerson(Permission permission, Func<HttpContext, Caller, Task> endpoint) =>
        new(http => LetInAsync(http, permission, Entrance.Person, endpoint), endpoint.Method, Entrance.Person, permission);

    /// <summary>The same for people themselves: neither a key nor an application makes or changes what lets in when it is gone itself.</summary>
    internal Operation RequireSelf(Permission permission, Func<HttpContext, Caller, Task> endpoint) =>
        new(http => LetInAsync(http, permission, Entrance.Self, endpoint), endpoint.Method, Entrance.Self, permission);

    /// <summary>An endpoint whose body or query names the place, or that is about whatever the caller sees. It asks <see cref="Caller.May"/> itself.</summary>
    internal Operation Known(Func<HttpContext, Caller, Task> endpoint) => new(http => LetInAsync(http, null, Entrance.Caller, endpoint), endpoint.Method, Entrance.Caller);

    /// <summary>The same for people, and applications in their name.</summary>
    internal Operation Person(Func<HttpContext, Caller, Task> endpoint) => new(http => LetInAsync(http, null, Entrance.Person, endpoint), endpoint.Method, Entrance.Person);

    /// <summary>The same for people themselves: what an application may not do in their name.</summary>
    internal Operation Self(Func<HttpContext, Caller, Task> endpoint) => new(http => LetInAsync(http, null, Entrance.Self, endpoint), endpoint.Method, Entrance.Self);

    /// <summary>An endpoint without a credential: the ways to get one.</summary>
    /// <param name="endpoint">What answers.</param>
    /// <param name="filter">Stands before it; <see langword="null"/> for nothing.</param>
    internal static Operation Open(Func<HttpContext, Task> endpoint, Func<HttpContext, Func<HttpContext, Task>, Task>? filter = null) => new(
        http =>
        {
            Harden(http);
            return filter is null ? endpoint(http) : filter(http, endpoint);
        },
        endpoint.Method,
        Entrance.Open);

    private async Task LetInAsync(HttpContext http, Permission? permission, Entrance entrance, Func<HttpContext, Caller, Task> endpoint)
    {
        Harden(http);
        if (Credential.Of(http) is not { } credential || !credential.IsFor(entrance))
        {
            await RefuseAsync(http, entrance == Entrance.Caller ? "Api-Key" : "Token", "Authentication credentials were not provided.");
            return;
        }

        var (caller, place) = await callers.FindAsync(http, credential);
        if (caller is null) await RefuseAsync(http, credential.Refusal.Scheme, credential.Refusal.Detail);
        else if (credential.Kind == CredentialKind.Cookie && !cookies.IsProven(http, credential.Secret)) await Answers.ForbiddenAsync(http, "CSRF Failed: CSRF token missing or incorrect.");
        else if (NamesNothing(http.Request.QueryString)) await Answers.NotFoundAsync(http);
        else if (caller.OwesSecondFactor && !http.Request.Path.StartsWithSegments(s_account)) await OweAsync(http);
        else if (permission is null) await endpoint(http, caller);
        else if (place is null || !caller.May(Permission.View, place)) await Answers.NotFoundAsync(http);
        else if (!caller.May(permission, place)) await Answers.ForbiddenAsync(http);
        else await endpoint(http, caller);
    }

    // Nothing that is stored holds U+0000, and one engine refuses to look for it: what is asked by it is not there, whatever the endpoint.
    private static bool NamesNothing(QueryString query) => query.Value?.Contains("%00", StringComparison.Ordinal) == true;

    // Answers are data about somebody's flags: no cache, no frame, no guessing of types.
    private static void Harden(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }

    private static Task OweAsync(HttpContext http) => Answers.DetailAsync(
        http, StatusCodes.Status403Forbidden, ErrorCodes.SecondFactorRequired,
        "Your organisation asks for a second factor. Switch it on for your account first: POST /api/v1/auth/app/activate/, or the page /ui/second-factor.");

    private static Task RefuseAsync(HttpContext http, string scheme, string detail)
    {
        http.Response.Headers.WWWAuthenticate = scheme;
        return Answers.DetailAsync(http, StatusCodes.Status401Unauthorized, ErrorCodes.NotAuthenticated, detail);
    }
}
