using Guidon.Server.Access;
using Guidon.Server.Management.Auth;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs with which people sign in and organisations decide who may do what. Not on an edge: it has no people.</summary>
internal sealed class AccessRoutes : IDisposable
{
    private const string Root = "/api/v1/auth/";
    private const string Users = Root + "users/";

    private readonly IControlPlaneStore _store;
    private readonly ControlPlaneChanges _changes;
    private readonly AccessOptions _options;
    private readonly LoginGate _gate;
    private readonly Tokens _tokens;
    private readonly OrganisationRoutes _organisations;
    private readonly GrantRoutes _grants;
    private readonly AuditRoutes _audit;

    /// <param name="store">What is read.</param>
    /// <param name="changes">How it is changed.</param>
    /// <param name="removal">How organisations go.</param>
    /// <param name="audit">What is verified.</param>
    /// <param name="secret">Hashes tokens and keys.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock of locks.</param>
    internal AccessRoutes(
        IControlPlaneStore store, ControlPlaneChanges changes, PlaceRemoval removal, AuditLog audit, InstallationSecret secret, AccessOptions options, TimeProvider time)
    {
        (_store, _changes, _options) = (store, changes, options);
        _gate = new LoginGate(options, time);
        var cookies = new SessionCookie(secret);
        Access = new ManagementAccess(new Callers(store, secret, time), cookies);
        _tokens = new Tokens(secret, cookies, options);
        _organisations = new OrganisationRoutes(store, changes, removal, secret, options, time);
        _grants = new GrantRoutes(store, changes);
        _audit = new AuditRoutes(store, audit);
    }

    /// <summary>The door of every management route.</summary>
    internal ManagementAccess Access { get; }

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access) =>
        [.. SignIn(access), .. Accounts(access), .. _organisations.All(access), .. _grants.All(access), .. _audit.All(access)];

    public void Dispose() => _gate.Dispose();

    private IEnumerable<(string Path, MethodTable Methods)> SignIn(ManagementAccess access)
    {
        var logout = access.Person(new Logout(_changes).InvokeAsync);
        yield return (Root + "login/", new MethodTable { Post = _gate.Throttled(new Login(_store, _changes, _tokens, _gate).InvokeAsync) });
        yield return (Root + "logout/", new MethodTable { Post = logout });
        yield return (Root + "token/", new MethodTable { Delete = logout });
        yield return (Root + "mfa/user-active-methods/", new MethodTable { Get = access.Person(ListMfaMethods.InvokeAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> Accounts(ManagementAccess access)
    {
        var (own, change) = (new OwnPassword(_store, _gate), access.Person(new ChangeMe(_changes).InvokeAsync));
        yield return (Users, new MethodTable { Post = _gate.Throttled(new SignUp(_changes, _tokens, _options).InvokeAsync) });
        yield return (Users + "me/", new MethodTable
        {
            Get = access.Person(new GetMe(_store).InvokeAsync),
            Put = change,
            Patch = change,
            Delete = access.Person(new DeleteMe(_changes, own).InvokeAsync),
        });
        yield return (Users + "set_password/", new MethodTable { Post = access.Person(new SetPassword(_changes, own).InvokeAsync) });
        yield return (Users + "set_email/", new MethodTable { Post = access.Person(new SetEmail(_changes, own).InvokeAsync) });
    }
}
