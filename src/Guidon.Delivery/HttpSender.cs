using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Guidon.Delivery;

/// <summary>
/// Sends one attempt and brings back what came of it. Trusts nobody: guarded connections, no redirects, no proxy from the
/// environment, no cookies, no decompression, an end to every wait and to every answer.
/// </summary>
public sealed class HttpSender : IDisposable
{
    // Names are looked up and checked again at least this often; keep-alive would otherwise pin an address for ever.
    private static readonly TimeSpan s_connectionAge = TimeSpan.FromMinutes(1);
    private static readonly ProductInfoHeaderValue s_product = new("Guidon", typeof(HttpSender).Assembly.GetName().Version?.ToString(3));

    private readonly HttpMessageInvoker _http;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;

    /// <param name="guard">Makes every connection.</param>
    /// <param name="options">Time-outs and the cap on answers.</param>
    /// <param name="time">Measures time-outs and Retry-After dates.</param>
    /// <param name="certificate">By which receivers know us; <see langword="null"/> for none.</param>
    public HttpSender(AddressGuard guard, DeliveryOptions options, TimeProvider time, X509Certificate2? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(guard);
        _options = options;
        _time = time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,   // KiB
            MaxResponseDrainSize = 0,        // an answer that goes on is cut with its connection
            PooledConnectionLifetime = s_connectionAge,
            SslOptions = new SslClientAuthenticationOptions { ClientCertificates = certificate is null ? null : [certificate] },
        });
    }

    /// <summary>One attempt. Only the caller's cancellation throws; every other end is an answer.</summary>
    /// <exception cref="ArgumentException">A header has control characters. Nothing was sent.</exception>
    public async Task<Answer> SendAsync(OutgoingRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.RequestTimeoutSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var message = Message(request, out var content);
        try
        {
            using var response = await _http.SendAsync(message, either.Token).ConfigureAwait(false);
            var (body, isCut) = await ReadAsync(response, either.Token).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return new Answer { Status = (int)response.StatusCode, Body = body, BodyCut = isCut, RetryAfter = Wish(response), ClockOffset = Offset(response) };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Answer { Status = 0, Failure = SendFailure.Timeout, MayBeTaken = content.HasLeft };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new Answer { Status = 0, Failure = Kind(failure), MayBeTaken = content.HasLeft };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Message(OutgoingRequest request, out OutgoingContent content)
    {
        content = new OutgoingContent(request.Gzip ? Compress(request.Body) : request.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", Single("Content-Type", request.ContentType));
        if (request.Gzip) content.Headers.ContentEncoding.Add("gzip");
        var message = new HttpRequestMessage(request.Method, request.Address) { Content = request.Method == HttpMethod.Get ? null : content };
        message.Headers.UserAgent.Add(s_product);
        foreach (var (name, value) in request.Headers) message.Headers.TryAddWithoutValidation(name, Single(name, value));
        return message;
    }

    // Settings reach headers, and the handler writes whatever it is given: a line break would forge another header. Never names the value.
    private static string Single(string name, string value) =>
        value.Any(static letter => char.IsControl(letter) && letter != '\t')
            ? throw new ArgumentException($"The value of the header {name} has control characters.")
            : value;

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body)
    {
        using var packed = new MemoryStream(body.Length / 4);   // JSON of many like records packs far better
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body.Span);
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    // The status is the answer; a body that is slow, endless or breaks off is cut where it stands.
    private async Task<(ReadOnlyMemory<byte> Body, bool IsCut)> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[Math.Min(_options.AnswerBytesMax, response.Content.Headers.ContentLength ?? _options.AnswerBytesMax)];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            while (length < buffer.Length)
            {
                var count = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                if (count == 0) return (buffer.AsMemory(0, length), false);
                length += count;
            }

            return (buffer, length < (response.Content.Headers.ContentLength ?? long.MaxValue));
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            return (buffer.AsMemory(0, length), true);
        }
    }

    private TimeSpan? Wish(HttpResponseMessage response)
    {
        var header = response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null;
        return RetryAfter.Read(header, _time.GetUtcNow(), TimeSpan.FromSeconds(_options.RetryAfterLongestSeconds));
    }

    // An answer that a cache kept is dated when it was made.
    private TimeSpan? Offset(HttpResponseMessage response) => response.Headers.Age is null ? response.Headers.Date - _time.GetUtcNow() : null;

    private static SendFailure Kind(Exception failure) => failure.InnerException switch
    {
        AddressRefusedException => SendFailure.AddressRefused,
        AuthenticationException => SendFailure.UntrustedCertificate,
        OperationCanceledException => SendFailure.Timeout,
        _ => SendFailure.Network,
    };
}
