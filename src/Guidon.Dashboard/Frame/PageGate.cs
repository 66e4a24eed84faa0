using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Guidon.Dashboard.Frame;

/// <summary>The one door to every page: protective headers, no forms from other sites, a signed-in person, a project that exists.</summary>
/// <param name="management">Reaches the management API.</param>
/// <param name="patient">The same, and waits as long as it takes.</param>
internal sealed class PageGate(HttpClient management, HttpClient patient)
{
    // A hundred overrides of a feature with ten variants have 1,400 fields; the usual limit is 1,024.
    private static readonly FormOptions s_form = new() { ValueCountLimit = 16_384 };

    // Everything comes from here, nothing is inline: neither a script nor a style that somebody smuggles into a page would run.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>For people who signed in; others are asked to.</summary>
    /// <param name="get">Shows it.</param>
    /// <param name="post">Does what a form of it asks for; null where there is none.</param>
    /// <param name="bytesMax">What a form may hold, where that is more than usual; read for people who signed in alone.</param>
    internal RequestDelegate Page(Func<Visit, Task<IResult>> get, Func<Visit, Task<IResult>>? post = null, long? bytesMax = null) => Guarded(async http =>
    {
        var (client, frame, refusal) = await EnterAsync(http);
        if (frame is null)
        {
            await TurnAwayAsync(http, refusal);
            return;
        }

        if (bytesMax is not null) Allow(http, bytesMax.Value);
        var (credential, visitor) = (Session.Credential(http), http.Connection.RemoteIpAddress);
        var visit = new Visit(
            http, client, cancellation => new ManagementClient(patient, credential, frame.Organisation, visitor, cancellation), frame, await FormAsync(http));
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
        var client = ClientOf(http, null);
        var result = await page(http, client, await FormAsync(http));
        await result.ExecuteAsync(http);
    });

    // A path may lead into another of the person's organisations, as an address does that a colleague sent.
    private async Task<(ManagementClient Client, FrameAnswer? Frame, Refusal? Refusal)> EnterAsync(HttpContext http)
    {
        var client = ClientOf(http, Session.Organisation(http));
        var entered = await client.FrameAsync();
        if (entered.Value is not { } frame) return (client, null, entered.Refusal);
        var named = int.TryParse(http.GetRouteValue("project") as string, out var id) ? id : (int?)null;
        if (named is null || frame.Projects.Any(each => each.Id == named)) return (ClientOf(http, frame.Organisation), frame, null);
        foreach (var other in frame.Organisations.Where(each => each.Id != frame.Organisation))
        {
            client = ClientOf(http, other.Id);
            if ((await client.FrameAsync()).Value is not { } found || found.Projects.All(each => each.Id != named)) continue;
            Session.Choose(http, other.Id);
            return (client, found, null);
        }

        return (ClientOf(http, frame.Organisation), frame, null);
    }

    private ManagementClient ClientOf(HttpContext http, int? organisation) =>
        new(management, Session.Credential(http), organisation, http.Connection.RemoteIpAddress, http.RequestAborted);

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

    /// <exception cref="BadHttpRequestException">It says itself that it is larger.</exception>
    private static void Allow(HttpContext http, long bytesMax)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = bytesMax + BodyLimits.RefusedBytesMax;
        if (http.Request.ContentLength > bytesMax) throw new BadHttpRequestException($"The form is larger than the limit of {bytesMax} bytes.", StatusCodes.Status413PayloadTooLarge);
    }

    /// <exception cref="BadHttpRequestException">What calls itself a form is none.</exception>
    private static async Task<IFormCollection> FormAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(s_form, http.RequestAborted) : FormCollection.Empty;
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form could not be read.", StatusCodes.Status400BadRequest, error);
        }
    }

    private static Task TurnAwayAsync(HttpContext http, Refusal? refusal)
    {
        if (refusal?.Code == ErrorCodes.SecondFactorRequired)
        {
            Session.Leave(http, "Your organisation asks for a second factor. Switch it on to go on, or sign in through a provider.");
            http.Response.Headers.Location = "/ui/second-factor";
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            return Task.CompletedTask;
        }

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
