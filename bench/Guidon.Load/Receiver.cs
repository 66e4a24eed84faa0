using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Guidon.Load;

/// <summary>The destination's other end: reads everything, answers 200, counts.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly byte[] s_taken = """{"code":200}"""u8.ToArray();   // as the batch destination's receiver words it; the webhook reads no body

    private readonly WebApplication _app;
    private long _count;

    private Receiver(WebApplication app) => _app = app;

    internal long Count => Volatile.Read(ref _count);

    internal Uri Address => new(_app.Urls.First());

    internal static async Task<Receiver> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            Interlocked.Increment(ref receiver._count);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(s_taken, context.RequestAborted);
        });
        await receiver._app.StartAsync(cancellation);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
