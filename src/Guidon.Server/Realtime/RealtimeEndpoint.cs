using System.Globalization;
using Guidon.Contracts;
using Guidon.Server.Access;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Guidon.Server.Realtime;

/// <summary>
/// <c>GET /sse/environments/{client-side key}/stream</c>: when the environment changed last, at once and after every change, as
/// server-sent events. Ends after its lifetime, when the server stops, and when the organisation serves no flags any more.
/// </summary>
/// <param name="news">What to tell.</param>
/// <param name="options">Times and limits.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">Clock of all waits.</param>
/// <param name="stopping">Set when the server begins to stop, before it waits for its requests.</param>
internal sealed class RealtimeEndpoint(
    RealtimeNews news, RealtimeOptions options, RealtimeMetrics metrics, TimeProvider time, CancellationToken stopping)
{
    // Multiples of the golden ratio, modulo 1, are as far from each other as can be, however many there are.
    private const double GoldenRatio = 0.6180339887498949;

    private int _subscribers;
    private int _opened;

    internal async Task GetAsync(HttpContext http, KeyGrant grant)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            WriteHead(http);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _subscribers) > options.SubscribersMax)
            {
                await RefuseAsync(http);
                return;
            }

            WriteHead(http);
            await StreamAsync(http, grant);
        }
        finally
        {
            Interlocked.Decrement(ref _subscribers);
        }
    }

    private async Task StreamAsync(HttpContext http, KeyGrant grant)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        metrics.Opened();
        try
        {
            await new RealtimeStream(http, options, metrics, time, end.Token).RunAsync(news, grant.State, Lifetime());
        }
        finally
        {
            metrics.Closed();
        }
    }

    private static void WriteHead(HttpContext http)
    {
        // Our own limit decides who is too slow, and counts it; the web server's would only cut the connection.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Exactly this type, without a charset: one SDK compares it as text.
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private Task RefuseAsync(HttpContext http)
    {
        metrics.Refused();
        http.Response.Headers.RetryAfter = options.LifetimeSeconds.ToString(CultureInfo.InvariantCulture);
        return Answers.DetailAsync(
            http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.TooManyStreams, $"This node has its maximum of {options.SubscribersMax} streams.");
    }

    // 0.9 to 1.1 of what is configured: those who came together after a restart do not come back together for ever.
    private TimeSpan Lifetime() =>
        TimeSpan.FromSeconds(options.LifetimeSeconds * (0.9 + (0.2 * ((uint)Interlocked.Increment(ref _opened) * GoldenRatio % 1))));
}
