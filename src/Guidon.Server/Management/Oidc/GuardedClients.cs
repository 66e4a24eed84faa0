using Guidon.Delivery;

namespace Guidon.Server.Management.Oidc;

/// <summary>
/// Makes the HTTP clients with which the provider is asked: every connection passes the address guard, whatever address a document of the
/// provider names; no redirects, no cookies, no proxy from the environment, an end to every wait and to every answer.
/// </summary>
internal sealed class GuardedClients : IHttpClientFactory, IDisposable
{
    private const int AnswerBytesMax = 1_048_576;

    private readonly SocketsHttpHandler _handler;
    private readonly TimeSpan _timeout;

    internal GuardedClients(AddressGuard guard, TimeSpan timeout)
    {
        _timeout = timeout;
        _handler = new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),   // names are looked up and checked again
        };
    }

    public HttpClient CreateClient(string name) => new(_handler, disposeHandler: false) { Timeout = _timeout, MaxResponseContentBufferSize = AnswerBytesMax };

    public void Dispose() => _handler.Dispose();
}
