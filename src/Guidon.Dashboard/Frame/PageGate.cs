using Guidon.Dashboard.Client;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Frame;

/// <summary>The one door to every page: protective headers, no forms from other sites, a signed-in person, a project that exists.</summary>
/// <param name="management">Reaches the management API.</param>
internal sealed class PageGate(HttpClient management)
{
    // Everything comes from here, nothing is inline: neither a script nor a style that somebody smuggles into a page would run.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>For people who signed in; others are asked to.</summary>
    internal RequestDelegate Page(Func<Visit, Task<IResult>> get, Func<Visit, Task<IResult>>? post = null) => Guarded(async http =>
    {
        var client = ClientOf(http);
        var frame = await client.FrameAsync();
        if (frame.Value is null)
        {
            await TurnAwayAsync(http, frame.Refusal);
            return;
        }

        var visit = new Visit(http, client, frame.Value, await FormAsync(http));
        var isLost = (http.GetRouteValue("project") is not null && visit.Project is null) || (http.GetRouteValue("environment") is not null && visit.Environment is null);
        var result = isLost ? visit.NotFound("There is no such project or environment.")
            : !visit.IsPost ? await get(visit)
            : post is not null ? await post(visit)
            : Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
        await result.ExecuteAsync(http);
    });

    /// <summary>For everybody: signing in.</summary>
    internal RequestDelegate Open(Func<HttpContext, ManagementClient, IFormCollection, Task<IResult>> page) => Guarded(async http =>
    {
        var client = ClientOf(http);
        var result = await page(http, client, await FormAsync(http));
        await result.ExecuteAsync(http);
    });

    private ManagementClient ClientOf(HttpContext http) =>
        new(management, Session.Credential(http), http.Connection.RemoteIpAddress, http.RequestAborted);

    private static RequestDelegate Guarded(RequestDelegate next) => http =>
    {
        Harden(http.Response.Headers);
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) return next(http);
        if (HttpMethods.IsPost(http.Request.Method) && IsOurs(http.Request)) return next(http);
        http.Response.StatusCode = HttpMethods.IsPost(http.Request.Method) ? StatusCodes.Status403Forbidden : StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    };

    // Every browser of today says where a request comes from; without a word of it there is no browser, and then no cookie that it could misuse.
    private static bool IsOurs(HttpRequest request)
    {
        var site = (string?)request.Headers["Sec-Fetch-Site"];
        if (!string.IsNullOrEmpty(site)) return site is "same-origin" or "none";
        return request.Headers.Origin is not [{ } origin] || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value);
    }

    private static void Harden(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        // The SDK API lets every origin in; pages do not.
        headers.Remove("Access-Control-Allow-Origin");
        headers.Remove("Access-Control-Expose-Headers");
    }

    /// <exception cref="BadHttpRequestException">What calls itself a form is none.</exception>
    private static async Task<IFormCollection> FormAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form could not be read.", StatusCodes.Status400BadRequest, error);
        }
    }

    private static Task TurnAwayAsync(HttpContext http, Refusal? refusal)
    {
        if (refusal is { Status: not (401 or 403) })
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync($"The management API cannot be used now: {refusal.Text} Load the page again.", http.RequestAborted);
        }

        Session.End(http);
        var wanted = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : "/";
        http.Response.Headers.Location = $"/ui/login?to={Uri.EscapeDataString(wanted)}";
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        return Task.CompletedTask;
    }
}
