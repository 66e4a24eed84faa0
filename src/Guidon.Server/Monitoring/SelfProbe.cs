using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Guidon.Server.Monitoring;

/// <summary>Asks the node's own addresses once a minute, as a scraper would: whether there are metrics, and until when its certificate is good.</summary>
internal sealed class SelfProbe(Func<IEnumerable<string>> addresses, Func<Uri?> metrics, string token, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = AnyCertificate },
    });

    private long? _lookedStamp;


    /// <summary>Looks in a row without metrics.</summary>
    internal int MetricsMisses { get; private set; }

    /// <summary>When the certificate of the first https address ends; <see langword="null"/> when there is none.</summary>
    internal DateTimeOffset? CertificateEndsAt { get; private set; }

    public void Dispose() => _http.Dispose();

    internal async Task LookAsync(CancellationToken cancellation)
    {
        if (_lookedStamp is { } stamp && time.GetElapsedTime(stamp) < s_pause) return;
        _lookedStamp = time.GetTimestamp();
        if (metrics() is { } address) MetricsMisses = await HasMetricsAsync(Loopback(address), cancellation) ? 0 : MetricsMisses + 1;
        if (addresses().FirstOrDefault(each => each.StartsWith("https:", StringComparison.Ordinal)) is { } secure)
            CertificateEndsAt = await CertificateEndAsync(Loopback(new Uri(secure.Replace("+", "localhost", StringComparison.Ordinal))), cancellation);
    }

    /// <summary>An address that listens everywhere is asked on this machine.</summary>
    internal static Uri Loopback(Uri address) =>
        IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
            ? new UriBuilder(address) { Host = "localhost" }.Uri
            : address;

    // Our own address, asked by its loopback name, under which no certificate is made out: asked is whether one is shown, and until when.
    private static bool AnyCertificate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate is not null;

    private async Task<bool> HasMetricsAsync(Uri address, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task<DateTimeOffset?> CertificateEndAsync(Uri address, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            using var tcp = new System.Net.Sockets.TcpClient();
            await tcp.ConnectAsync(address.Host, address.Port, either.Token);
            await using var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, AnyCertificate);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, either.Token);
            return tls.RemoteCertificate is X509Certificate2 certificate ? new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero) : CertificateEndsAt;
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return CertificateEndsAt;   // the metrics' look says that the node does not answer
        }
    }
}
