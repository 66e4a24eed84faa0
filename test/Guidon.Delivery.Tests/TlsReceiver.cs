using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Guidon.Delivery.Tests;

/// <summary>Shows a certificate and counts the callers who do not like it.</summary>
public sealed class TlsReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _loop;
    private int _refused;

    public TlsReceiver(X509Certificate2 certificate)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = Task.Run(() => AcceptAsync(certificate, _closing.Token));
    }

    public int Port { get; }

    public int Refused => Volatile.Read(ref _refused);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task AcceptAsync(X509Certificate2 certificate, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(closing);
            await using var tls = new SslStream(client.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, closing);
                // With TLS 1.3 the caller's refusal comes after our side is done.
                if (await tls.ReadAsync(new byte[1], closing) == 0) Interlocked.Increment(ref _refused);
            }
            catch (Exception refusal) when (refusal is IOException or AuthenticationException)
            {
                Interlocked.Increment(ref _refused);
            }
        }
    }
}
