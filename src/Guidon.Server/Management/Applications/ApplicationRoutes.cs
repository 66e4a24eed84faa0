using Guidon.Server.Access;
using Guidon.Server.Management.Auth;
using Guidon.Storage;

namespace Guidon.Server.Management.Applications;

/// <summary>
/// The URLs by which programs come to act in people's names (OAuth 2): the command line's <c>login</c>, assistants. The page on which people decide is the dashboard's.
/// </summary>
internal sealed class ApplicationRoutes(
    IControlPlaneStore store, ControlPlaneChanges changes, InstallationSecret secret, AccessOptions options, PublicAddress address, LoginGate gate, TimeProvider time) : IDisposable
{
    internal const string Token = "/o/token/";
    internal const string Register = "/o/register/";
    internal const string Revoke = "/o/revoke_token/";

    // Every program of an office comes from one address, each a few times an hour; nobody guesses 256 bits.
    private readonly NetworkThrottle _throttle = new(perMinute: 600);

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        var consents = new Consents(secret);
        yield return ("/.well-known/oauth-authorization-server", new MethodTable { Get = ManagementAccess.Open(new ServerMetadata(address).InvokeAsync) });
        yield return ("/api/v1/oauth/authorize/", new MethodTable
        {
            Get = access.Self(new ShowConsent(store).InvokeAsync),
            Post = access.Self(new DecideConsent(changes, consents, address).InvokeAsync),
        });
        yield return (Token, new MethodTable { Post = _throttle.Open(new IssueToken(store, changes, consents).InvokeAsync) });
        yield return (Revoke, new MethodTable { Post = _throttle.Open(new RevokeToken(store, changes, consents).InvokeAsync) });
        yield return (Register, new MethodTable { Post = gate.Throttled(new RegisterApplication(changes, options).InvokeAsync) });
        yield return ("/api/guidon/v1/applications", new MethodTable { Get = access.Self(new ListConsents(store, time).InvokeAsync) });
        yield return ("/api/guidon/v1/applications/{consent}", new MethodTable { Delete = access.Self(new DeleteConsent(changes).InvokeAsync) });
    }

    public void Dispose() => _throttle.Dispose();
}
