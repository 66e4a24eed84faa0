using System.Collections.Concurrent;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Guidon.Server.Drills;

/// <summary>The vendor of the sandbox: a listener on the loopback address that counts ids, and knows nothing of our store.</summary>
internal sealed class DrillReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (int Times, bool IsWhole, string OccurredAt)> _events = new();

    private DrillReceiver(WebApplication app) => _app = app;

    internal Uri Address => new(_app.Urls.First());

    /// <summary>By the event's id: how often it came, whether the last one told its flags, and the time that it carried.</summary>
    internal IReadOnlyDictionary<string, (int Times, bool IsWhole, string OccurredAt)> Events => _events;

    internal static async Task<DrillReceiver> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static kestrel => kestrel.ConfigureEndpointDefaults(static listen => listen.Protocols = HttpProtocols.Http1));
        var receiver = new DrillReceiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync(cancellation);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body);
        var text = await body.ReadToEndAsync(http.RequestAborted);
        if (text.Contains(Delivery.Canary.Identifier, StringComparison.Ordinal)) return;
        var (id, time) = ((string?)http.Request.Headers["webhook-id"] ?? "", (string?)http.Request.Headers["Guidon-Event-Time"] ?? "");
        var isWhole = text.Contains(DrillLane.FlagName, StringComparison.Ordinal);
        _events.AddOrUpdate(id, (1, isWhole, time), (_, before) => (before.Times + 1, isWhole, time));
    }
}
