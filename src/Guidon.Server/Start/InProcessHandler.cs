using System.Net;
using Guidon.Dashboard;
using Microsoft.AspNetCore.Http.Features;

namespace Guidon.Server.Start;

/// <summary>
/// Answers HTTP requests of this process with this process's own pipeline, without a socket: the dashboard speaks the management API as it
/// would from another machine, and works whatever address, certificate or proxy stands in front.
/// </summary>
/// <param name="services">Of the server.</param>
internal sealed class InProcessHandler(IServiceProvider services) : HttpMessageHandler
{
    /// <summary>Everything behind the first filter that a request from outside would pass; set once, before the first request.</summary>
    internal RequestDelegate? Pipeline { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var pipeline = Pipeline ?? throw new InvalidOperationException("The server has no pipeline yet.");
        using var received = new MemoryStream();
        if (request.Content is not null) await request.Content.CopyToAsync(received, cancellationToken);
        received.Position = 0;
        using var sent = new MemoryStream();
        var response = new HttpResponseFeature();
        var http = Context(request, received, response, sent, cancellationToken);
        await using (var scope = services.CreateAsyncScope())
        {
            http.RequestServices = scope.ServiceProvider;
            await pipeline(http);
        }

        // What was given up has no answer, as over a socket; the pipeline itself only notes that the caller left.
        cancellationToken.ThrowIfCancellationRequested();
        return Message(request, response, sent.ToArray());
    }

    private static DefaultHttpContext Context(
        HttpRequestMessage message, Stream received, HttpResponseFeature response, Stream sent, CancellationToken cancellation)
    {
        var uri = message.RequestUri ?? throw new InvalidOperationException("A request needs an address.");
        var request = new HttpRequestFeature
        {
            Method = message.Method.Method,
            Protocol = HttpProtocol.Http11,
            Scheme = uri.Scheme,
            Path = PathString.FromUriComponent(uri).Value ?? "/",
            QueryString = uri.Query,
            RawTarget = uri.PathAndQuery,
            Body = received,
        };
        request.Headers.Host = uri.Authority;
        foreach (var (name, values) in message.Headers) request.Headers[name] = values.ToArray();
        foreach (var (name, values) in message.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()) request.Headers[name] = values.ToArray();
        if (received.Length > 0) request.Headers.ContentLength = received.Length;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(sent));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = cancellation });
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = message.Options.TryGetValue(DashboardHost.RemoteAddress, out var visitor) ? visitor : IPAddress.Loopback });
        return new DefaultHttpContext(features);
    }

    private static HttpResponseMessage Message(HttpRequestMessage request, HttpResponseFeature response, byte[] body)
    {
        var message = new HttpResponseMessage((HttpStatusCode)response.StatusCode) { RequestMessage = request, Content = new ByteArrayContent(body) };
        foreach (var (name, values) in response.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.AsEnumerable())) message.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return message;
    }
}
