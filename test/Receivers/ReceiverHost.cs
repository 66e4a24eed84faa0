using System.Text.Json;
using Guidon.Receivers.Amplitude;
using Guidon.Receivers.Datadog;
using Guidon.Receivers.Dynatrace;
using Guidon.Receivers.Grafana;
using Guidon.Receivers.Heap;
using Guidon.Receivers.Mixpanel;
using Guidon.Receivers.NewRelic;
using Guidon.Receivers.PagerDuty;
using Guidon.Receivers.PostHog;
using Guidon.Receivers.RudderStack;
using Guidon.Receivers.SegmentIo;
using Guidon.Receivers.Sentry;
using Guidon.Receivers.Slack;
using Guidon.Receivers.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Guidon.Receivers;

/// <summary>Receivers on one port of the loopback address, each below its name.</summary>
public sealed class ReceiverHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, StrictReceiver> _byName;
    private readonly WebApplication _app;

    private ReceiverHost(IEnumerable<StrictReceiver> receivers, int port)
    {
        _byName = receivers.ToDictionary(receiver => receiver.Name);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public IEnumerable<StrictReceiver> Receivers => _byName.Values;

    /// <summary>One of each that takes evaluations, with one known key.</summary>
    public static StrictReceiver[] All(TimeProvider time, string key)
    {
        StrictReceiver[] all =
        [
            new StrictAmplitude(time), new StrictHeap(time), new StrictMixpanel(time), new StrictPostHog(time), new StrictRudderStack(time),
            new StrictSegmentIo(time), new StrictWebhook(time),
        ];
        foreach (var receiver in all) receiver.Projects.Add(key);
        return all;
    }

    /// <summary>One of each that takes changes, with one known key.</summary>
    public static StrictReceiver[] Changes(TimeProvider time, string key)
    {
        StrictReceiver[] all =
        [
            new StrictDatadog(time), new StrictDynatrace(time), new StrictGrafana(time), new StrictNewRelic(time), new StrictSentry(time), new StrictSlack(time),
        ];
        foreach (var receiver in all) receiver.Projects.Add(key);
        return all;
    }

    /// <summary>One of each that calls people, with one known key of 32 characters.</summary>
    public static StrictReceiver[] Alerts(TimeProvider time, string key)
    {
        StrictReceiver[] all = [new StrictPagerDuty(time)];
        foreach (var receiver in all) receiver.Projects.Add(key);
        return all;
    }

    public static Task<ReceiverHost> StartAsync(params IEnumerable<StrictReceiver> receivers) => StartAsync([.. receivers], 0);

    public static async Task<ReceiverHost> StartAsync(StrictReceiver[] receivers, int port)
    {
        var host = new ReceiverHost(receivers, port);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Without a final slash.</summary>
    public string AddressOf(StrictReceiver receiver) => $"{_app.Urls.First().TrimEnd('/')}/{receiver.Name}";

    public Task StoppedAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        var parts = path.Split('/', 3);
        if (parts.Length < 2 || !_byName.TryGetValue(parts[1], out var receiver))
        {
            http.Response.StatusCode = 404;
            return;
        }

        var rest = "/" + (parts.Length > 2 ? parts[2] : "");
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (rest.StartsWith("/__", StringComparison.Ordinal)) await ControlAsync(http, receiver, rest, body.ToArray());
        else await ReceiveAsync(http, receiver, rest, body.ToArray());
    }

    private static Task ControlAsync(HttpContext http, StrictReceiver receiver, string path, byte[] body)
    {
        switch (http.Request.Method, path)
        {
            case ("GET", "/__report"):
                return http.Response.WriteAsJsonAsync(receiver.Report());
            case ("POST", "/__script"):
                receiver.Script(JsonSerializer.Deserialize<FaultStep[]>(body, JsonOptions.Steps) ?? []);
                break;
            case ("POST", "/__projects"):
                receiver.Projects.UnionWith(JsonSerializer.Deserialize<string[]>(body) ?? []);
                break;
            case ("POST", "/__reset"):
                receiver.Reset();
                break;
            default:
                http.Response.StatusCode = 404;
                break;
        }

        return Task.CompletedTask;
    }

    private async Task ReceiveAsync(HttpContext http, StrictReceiver receiver, string path, byte[] body)
    {
        var headers = http.Request.Headers.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))).ToList();
        var request = new ReceiverRequest(http.Request.Method, path, http.Request.QueryString.Value ?? "", headers, body, receiver.Clock);
        var reply = receiver.Receive(request);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _closing.Token);
        try
        {
            if (reply.Mode is FaultMode.CutBefore or FaultMode.CutAfter) http.Abort();
            else await ReplyAsync(http, reply, end.Token);
        }
        catch (OperationCanceledException)
        {
            http.Abort();   // the caller or the test has had enough
        }
        finally
        {
            receiver.Leave(reply);
        }
    }

    private static async Task ReplyAsync(HttpContext http, ReceiverReply reply, CancellationToken end)
    {
        if (reply.Mode == FaultMode.Hang) await Task.Delay(Timeout.InfiniteTimeSpan, end);
        if (reply.DelayMilliseconds > 0) await Task.Delay(reply.DelayMilliseconds, end);
        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers) http.Response.Headers[name] = value;
        await http.Response.WriteAsync(reply.Body, end);
    }
}
