using Guidon.Server.Access;
using Guidon.Server.Management.Auth;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs with which people sign in and organisations decide who may do what. Not on an edge: it has no people.</summary>
internal sealed class AccessRoutes : IDisposable
{
    private const string AuthRoot = "/api/v1/auth/";

    private readonly LoginGate _gate;
    private readonly Login _login;
    private readonly Logout _logout;

    /// <param name="store">What is read.</param>
    /// <param name="changes">How it is changed.</param>
    /// <param name="secret">Hashes tokens.</param>
    /// <param name="cookies">Sessions of browsers.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock of locks.</param>
    internal AccessRoutes(
        IControlPlaneStore store, ControlPlaneChanges changes, InstallationSecret secret, SessionCookie cookies, AccessOptions options, TimeProvider time)
    {
        _gate = new LoginGate(options, time);
        var tokens = new Tokens(secret, cookies, options);
        _login = new Login(store, changes, tokens, _gate);
        _logout = new Logout(changes);
    }

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        yield return (AuthRoot + "login/", new MethodTable { Post = _gate.Throttled(_login.InvokeAsync) });
        yield return (AuthRoot + "logout/", new MethodTable { Post = access.Person(_logout.InvokeAsync) });
        yield return (AuthRoot + "token/", new MethodTable { Delete = access.Person(_logout.InvokeAsync) });
        yield return (AuthRoot + "mfa/user-active-methods/", new MethodTable { Get = access.Person(ListMfaMethods.InvokeAsync) });
    }

    public void Dispose() => _gate.Dispose();
}
