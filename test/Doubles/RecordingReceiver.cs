using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Guidon.Doubles;

/// <summary>A real Kestrel on a free port that keeps every request and answers as it is told.</summary>
public sealed class RecordingReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly CancellationTokenSource _closing = new();
    private WebApplication? _app;
    private int _hanging;

    /// <summary>Says what happens to a request; may look at it. Default 200.</summary>
    public Func<ReceivedRequest, Reply> Answer { get; set; } = _ => 200;

    /// <summary>Requests that are left without an end on purpose, and wait for the caller's time-out.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    public static async Task<RecordingReceiver> StartAsync(string url = "http://127.0.0.1:0")
    {
        var receiver = new RecordingReceiver();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.UseUrls(url).ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        receiver._app = builder.Build();
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        receiver.Address = new Uri(receiver._app.Urls.First());
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_app is not null) await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new ReceivedRequest(context.Request.Method, context.Request.Path, headers, body.ToArray());
        Reply reply;
        lock (_gate)
        {
            reply = Answer(request);
            _requests.Add(request);
        }

        if (reply.Fault == ReplyFault.Cut) context.Abort();
        else await ReplyAsync(context, reply, _closing.Token);
    }

    private async Task ReplyAsync(HttpContext context, Reply reply, CancellationToken closing)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, closing);
        try
        {
            if (reply.Fault == ReplyFault.Hang) await HangAsync(end.Token);
            context.Response.StatusCode = reply.Status;
            foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
            await context.Response.WriteAsync(reply.Fault == ReplyFault.Stall ? "." : reply.Body, end.Token);
            await context.Response.Body.FlushAsync(end.Token);
            if (reply.Fault == ReplyFault.Stall) await HangAsync(end.Token);
            while (reply.Fault == ReplyFault.Endless) await context.Response.Body.WriteAsync(new byte[4_096], end.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();   // the caller or the test has had enough
        }
    }

    private async Task HangAsync(CancellationToken end)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, end);
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }
}
