using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Guidon.Server.Edge;
using Guidon.Server.Upstream.Config;

namespace Guidon.Server.Upstream;

/// <summary>
/// Speaks to the upstream as the official proxy does: documents by server-side key, with conditions, pages and redirects. Every wait and
/// every answer has an end, and the secret key goes to no other origin than the configured one.
/// </summary>
internal sealed class UpstreamClient : IDisposable
{
    private const string KeyHeader = "X-Environment-Key";
    private const int RedirectsMax = 5;
    private const int PagesMax = 1_000;

    private static readonly ProductInfoHeaderValue s_product = new("Guidon-Edge", ServerVersion.Text.Split('+')[0]);

    private readonly EdgeConfig _config;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private volatile bool _isHeard;      // a document came, or was confirmed
    private volatile bool _takesNames;   // and said that reports may have names

    internal UpstreamClient(EdgeConfig config, TimeProvider time)
    {
        (_config, _time) = (config, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,   // it would carry the key header to any origin
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
            ConnectTimeout = config.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),   // names are looked up again
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>One document. Only the caller's cancellation throws.</summary>
    internal async Task<FetchResult> FetchAsync(KeyPair keys, FetchCondition condition, CancellationToken cancellation)
    {
        using var deadline = new FetchDeadline(_config.Timeout, _time, cancellation);
        try
        {
            return await FetchPagesAsync(keys, condition, deadline);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return FetchResult.Failed(string.Create(CultureInfo.InvariantCulture, $"the upstream did not answer within {_config.Timeout.TotalSeconds} s"));
        }
        catch (FetchException error)
        {
            return FetchResult.Failed(error.Message);
        }
        catch (HttpRequestException error)
        {
            return FetchResult.Failed($"the upstream cannot be reached ({error.HttpRequestError})");
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return FetchResult.Failed("the upstream's answer broke off");
        }
    }

    /// <summary>The stream of changes of one environment, after its headers. The caller reads and disposes it.</summary>
    /// <exception cref="HttpRequestException">It could not be opened.</exception>
    internal async Task<HttpResponseMessage> ListenAsync(Uri realtime, string clientKey, CancellationToken cancellation)
    {
        using var deadline = new FetchDeadline(_config.Timeout, _time, cancellation);
        var address = new Uri(realtime, $"sse/environments/{Uri.EscapeDataString(clientKey)}/stream");
        using var request = Request(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/event-stream");
        return await _http.SendAsync(request, deadline.Token);
    }

    /// <summary>Hands counts of evaluations on, under a name where the upstream is a Guidon, which counts a report once by it. Nothing is sent before its first document came, which says so.</summary>
    /// <returns>True when the upstream took them.</returns>
    internal async Task<bool> ReportAsync(KeyPair keys, ReportName name, byte[] json, CancellationToken cancellation)
    {
        if (!_isHeard) return false;
        var isNamed = _takesNames;
        using var deadline = new FetchDeadline(_config.Timeout, _time, cancellation);
        try
        {
            using var request = Request(HttpMethod.Post, new Uri(_config.ApiUrl, "analytics/flags/"));
            request.Headers.TryAddWithoutValidation(KeyHeader, isNamed ? keys.ServerKey : keys.ClientKey);
            if (isNamed) request.Headers.TryAddWithoutValidation(ReportName.Header, name.ToString());
            request.Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await _http.SendAsync(request, deadline.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<FetchResult> FetchPagesAsync(KeyPair keys, FetchCondition condition, FetchDeadline deadline)
    {
        var bytesLeft = _config.DocumentBytesMax;
        var pages = new List<ReadOnlyMemory<byte>>();
        Uri? next = new(_config.ApiUrl, "environment-document/");
        string? tag = null;
        while (next is not null)
        {
            if (pages.Count == PagesMax) throw new FetchException($"the document has more than {PagesMax} pages");
            using var answer = await SendAsync(next, keys, pages.Count == 0 ? condition : default, deadline);
            if (answer.StatusCode == HttpStatusCode.NotModified) return NotModified(condition, pages.Count);
            if (answer.StatusCode != HttpStatusCode.OK) throw new FetchException($"the upstream answered {(int)answer.StatusCode}{Hint(answer.StatusCode)}");
            pages.Add(await ReadAsync(answer, bytesLeft, deadline));
            bytesLeft -= pages[^1].Length;
            tag = answer.Headers.ETag?.ToString();
            next = PageLink.Next(answer.Headers, answer.RequestMessage?.RequestUri ?? next);
            if (next is not null && !IsSameOrigin(next)) throw new FetchException("the document's next page lies at another origin");
        }

        // The first page's tag says nothing about the others.
        return pages.Count == 1
            ? new FetchResult(FetchOutcome.Document, pages[0], tag, "")
            : new FetchResult(FetchOutcome.Document, DocumentPages.Join(pages), null, "");
    }

    private static FetchResult NotModified(FetchCondition condition, int pages) =>
        condition.IsNone || pages > 0 ? throw new FetchException("the upstream answered 304 to a request without a condition") : FetchResult.Unchanged;

    private async Task<HttpResponseMessage> SendAsync(Uri address, KeyPair keys, FetchCondition condition, FetchDeadline deadline)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation(KeyHeader, keys.ServerKey);
            request.Headers.IfModifiedSince = condition.Since;
            if (condition.Tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", condition.Tag);
            var answer = await _http.SendAsync(request, deadline.Token);
            deadline.Renew();
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308)) return Hear(answer);
            var target = answer.Headers.Location is { } location ? new Uri(address, location) : null;
            answer.Dispose();
            if (target is null || redirects == RedirectsMax) throw new FetchException("the upstream redirects without end");
            if (!IsSameOrigin(target)) throw new FetchException("the upstream redirects to another origin, which must not see the key; put that one into api_url");
            address = target;
        }
    }

    private HttpResponseMessage Hear(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotModified)) return answer;
        _takesNames = answer.Headers.Contains(ReportName.Announcement);
        _isHeard = true;
        return answer;
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, long bytesMax, FetchDeadline deadline)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(deadline.Token);
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (await stream.ReadAsync(chunk, deadline.Token) is var count and > 0)
        {
            deadline.Renew();
            // Counted unpacked: a small answer may unfold to any size.
            if (buffer.Length + count > bytesMax) throw new FetchException($"the document is larger than {_config.DocumentBytesMax} bytes (api_document_bytes_max)");
            buffer.Write(chunk, 0, count);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private bool IsSameOrigin(Uri target) =>
        target.Host == _config.ApiUrl.Host && target.Port == _config.ApiUrl.Port && target.Scheme == _config.ApiUrl.Scheme;

    private static string Hint(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? ": it does not accept the server_side_key"
        : status == HttpStatusCode.NotFound ? ": look at api_url"
        : "";

    private static HttpRequestMessage Request(HttpMethod method, Uri address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.UserAgent.Add(s_product);
        return request;
    }
}
