using Guidon.Contracts;
using Guidon.Server.Management.Auth;

namespace Guidon.Server.Management.Oidc;

/// <summary>The two addresses of a log-in through a provider, where there is one. A browser visits them; they count against the limit of log-ins.</summary>
internal sealed class OidcRoutes(OidcOptions options, OidcClient client, OidcLogin login, LoginGate gate) : IAsyncDisposable
{
    internal SignInWays Ways { get; } = new(options.IsOn ? options.Name : null, options.IsOn ? OidcLogin.Path : null, CanReset: false);

    internal IEnumerable<(string Path, MethodTable Methods)> All()
    {
        if (!options.IsOn) yield break;
        yield return (OidcLogin.Path, new MethodTable { Get = gate.Throttled(login.SendAsync) });
        yield return (options.RedirectPath, new MethodTable { Get = gate.Throttled(login.ReceiveAsync) });
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
