using System.Net.Sockets;
using Guidon.Contracts;
using Guidon.Dashboard;
using Guidon.Server.Edge;

namespace Guidon.Server.Start;

/// <summary>The web server and its logging, set up as this product needs them.</summary>
internal static class HostSetup
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    internal static WebApplication Build(WebApplicationBuilder builder, StartSettings settings)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Only lines about the start and end of requests, which nobody wants here; while it is on, each request makes an activity and a scope for it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (settings.Edge is { } edge) builder.Logging.SetMinimumLevel(edge.LogLevel);
        // Each step of a log-in through a provider would be lines; what was refused is said by event 2050.
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
        // A start that fails prints one line of its own.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (settings.Edge is { JsonLog: true }) builder.Logging.AddJsonConsole(console => (console.TimestampFormat, console.UseUtcTimestamp) = (TimeFormat, true));
        else builder.Logging.AddSimpleConsole(console => (console.TimestampFormat, console.UseUtcTimestamp, console.SingleLine) = (TimeFormat + " ", true, true));
        // Lines end with CR LF and nothing else: proxies disagree about the bare line feed, and requests get smuggled where two readers disagree.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", isEnabled: true);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Beyond what a body may have, so that the rest of a refused one can be read and its caller reads why.
            kestrel.Limits.MaxRequestBodySize = RequestBody.BytesMax + BodyLimits.RefusedBytesMax;
        });
        DashboardHost.AddServices(builder.Services);
        string[] urls = settings.Metrics.Url.Length == 0 ? [.. settings.Urls] : [.. settings.Urls, settings.Metrics.Url];
        if (urls.Length > 0) builder.WebHost.UseUrls(urls);
        return builder.Build();
    }

    /// <exception cref="StartFailedException">Somebody took the port between the probe and now.</exception>
    internal static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new StartFailedException($"Cannot listen: {error.Message}");
        }
    }
}
