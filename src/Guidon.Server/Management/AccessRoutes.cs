using System.Net;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Server.Access;
using Guidon.Server.Mail;
using Guidon.Server.Management.Auth;
using Guidon.Server.Management.Invites;
using Guidon.Server.Management.Oidc;
using Guidon.Server.Management.People;
using Guidon.Server.Start;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs with which people sign in and organisations decide who may do what. Not on an edge: it has no people.</summary>
internal sealed class AccessRoutes : IAsyncDisposable
{
    private const string Root = "/api/v1/auth/";
    private const string Users = Root + "users/";

    private readonly IControlPlaneStore _store;
    private readonly ControlPlaneChanges _changes;
    private readonly PlaceRemoval _removal;
    private readonly AccessOptions _options;
    private readonly LoginGate _gate;
    private readonly Tokens _tokens;
    private readonly OrganisationRoutes _organisations;
    private readonly GrantRoutes _grants;
    private readonly AuditRoutes _audit;
    private readonly OidcRoutes _oidc;
    private readonly Courier _courier;
    private readonly RequestReset _requestReset;
    private readonly ConfirmReset _confirmReset;

    /// <param name="store">What is read.</param>
    /// <param name="changes">How it is changed.</param>
    /// <param name="removal">How organisations go.</param>
    /// <param name="audit">What is verified.</param>
    /// <param name="secret">Hashes tokens and keys.</param>
    /// <param name="settings">Limits; the provider and the mail server, where there are some.</param>
    /// <param name="mail">Takes letters to people.</param>
    /// <param name="time">The clock of locks.</param>
    /// <param name="loggers">Of the server.</param>
    internal AccessRoutes(
        IControlPlaneStore store, ControlPlaneChanges changes, PlaceRemoval removal, AuditLog audit, InstallationSecret secret, StartSettings settings, MailRoom mail, TimeProvider time,
        ILoggerFactory loggers)
    {
        (_store, _changes, _removal, _options) = (store, changes, removal, settings.Access);
        var (options, oidc, address) = (settings.Access, settings.Oidc, new PublicAddress(settings.Access.PublicUrl));
        _gate = new LoginGate(options, time);
        var cookies = new SessionCookie(secret);
        Access = new ManagementAccess(new Callers(store, secret, time), cookies);
        _tokens = new Tokens(secret, cookies, options);
        _grants = new GrantRoutes(store, changes);
        _audit = new AuditRoutes(store, audit);
        var guard = new AddressGuard(settings.Delivery with { AllowedNetworks = oidc.AllowedNetworks }, Dns.GetHostAddressesAsync, time);
        var client = new OidcClient(oidc, secret, guard, time, loggers);
        (_courier, _confirmReset) = (new Courier(mail, loggers.CreateLogger<Courier>()), new ConfirmReset(changes, secret));
        _requestReset = new RequestReset(changes, secret, _courier, address);
        _organisations = new OrganisationRoutes(store, changes, removal, secret, options, new InviteLetters(_courier, address), time);
        _oidc = new OidcRoutes(oidc, client, new OidcLogin(oidc, client, changes, _tokens, secret, address, loggers.CreateLogger<OidcLogin>()), _gate);
    }

    /// <summary>The door of every management route.</summary>
    internal ManagementAccess Access { get; }

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access) =>
        [.. SignIn(access), .. _oidc.All(), .. Accounts(access), .. _organisations.All(access), .. _grants.All(access), .. _audit.All(access)];

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        await _courier.DisposeAsync();
        await _oidc.DisposeAsync();
    }

    private IEnumerable<(string Path, MethodTable Methods)> SignIn(ManagementAccess access)
    {
        var logout = access.Person(new Logout(_changes).InvokeAsync);
        yield return ("/api/guidon/v1/sign-in", new MethodTable { Get = ManagementAccess.Open(new ListSignInWays(_oidc.Ways with { CanReset = _requestReset.IsPossible }).InvokeAsync) });
        var overrides = new ProjectOverrides(_options, _requestReset.IsPossible);
        yield return ("/config/project-overrides", new MethodTable { Get = ManagementAccess.Open(overrides.InvokeAsync) });
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
            Delete = access.Person(new DeleteMe(_removal, own).InvokeAsync),
        });
        var person = new SwitchPerson(_changes);
        yield return ("/api/guidon/v1/people/{user}/deactivate", new MethodTable { Post = access.Person(person.DeactivateAsync) });
        yield return ("/api/guidon/v1/people/{user}/activate", new MethodTable { Post = access.Person(person.ActivateAsync) });
        yield return ("/api/guidon/v1/people/{user}/external-logins", new MethodTable { Delete = access.Person(new RemoveExternalLogins(_changes).InvokeAsync) });
        yield return (Users + "reset_password/", new MethodTable { Post = _gate.Throttled(_requestReset.InvokeAsync) });
        yield return (Users + "reset_password_confirm/", new MethodTable { Post = _gate.Throttled(_confirmReset.InvokeAsync) });
        yield return (Users + "set_password/", new MethodTable { Post = access.Person(new SetPassword(_changes, own).InvokeAsync) });
        yield return (Users + "set_email/", new MethodTable { Post = access.Person(new SetEmail(_changes, own).InvokeAsync) });
    }
}
