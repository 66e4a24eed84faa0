using System.Net;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Server.Access;
using Guidon.Server.Mail;
using Guidon.Server.Management.Applications;
using Guidon.Server.Management.Auth;
using Guidon.Server.Management.Invites;
using Guidon.Server.Management.Oidc;
using Guidon.Server.Management.People;
using Guidon.Server.Management.SecondFactors;
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
    private readonly InstallationSecret _secret;
    private readonly PublicAddress _address;
    private readonly LoginGate _gate;
    private readonly OwnPassword _own;
    private readonly Tokens _tokens;
    private readonly OrganisationRoutes _organisations;
    private readonly GrantRoutes _grants;
    private readonly AuditRoutes _audit;
    private readonly OidcRoutes _oidc;
    private readonly ApplicationRoutes _applications;
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
        (_secret, _address, _gate) = (secret, address, new LoginGate(options, time));
        _own = new OwnPassword(store, _gate, time);
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
        _applications = new ApplicationRoutes(store, changes, secret, options, address, _gate, time);
        _oidc = new OidcRoutes(oidc, client, new OidcLogin(oidc, client, changes, _tokens, secret, address, loggers.CreateLogger<OidcLogin>()), _gate);
    }

    /// <summary>The door of every management route.</summary>
    internal ManagementAccess Access { get; }

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access) =>
        [.. SignIn(access), .. _oidc.All(), .. Accounts(access), .. _organisations.All(access), .. _grants.All(access), .. _audit.All(access), .. _applications.All(access)];

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        _applications.Dispose();
        await _courier.DisposeAsync();
        await _oidc.DisposeAsync();
    }

    private IEnumerable<(string Path, MethodTable Methods)> SignIn(ManagementAccess access)
    {
        var logout = access.Person(new Logout(_changes).InvokeAsync);
        yield return ("/api/guidon/v1/sign-in", new MethodTable { Get = ManagementAccess.Open(new ListSignInWays(_oidc.Ways with { CanReset = _requestReset.IsPossible }).InvokeAsync) });
        var overrides = new ProjectOverrides(_options, _requestReset.IsPossible);
        yield return ("/config/project-overrides", new MethodTable { Get = ManagementAccess.Open(overrides.InvokeAsync) });
        var (pending, codes) = (new PendingLogins(_secret), new FactorCodes(_secret, new SettingsProtector(_secret)));
        yield return (Root + "login/", new MethodTable { Post = _gate.Throttled(new Login(_store, _changes, _tokens, pending, _gate).InvokeAsync) });
        yield return (Root + "login/code/", new MethodTable { Post = _gate.Throttled(new CodeLogin(_store, _changes, pending, codes, _tokens, _gate).InvokeAsync) });
        yield return (Root + "logout/", new MethodTable { Post = logout });
        yield return (Root + "token/", new MethodTable { Delete = logout });
        yield return (Root + "mfa/user-active-methods/", new MethodTable { Get = access.Person(new ListFactors(_store).InvokeAsync) });
        yield return (Root + "app/activate/", new MethodTable { Post = access.Self(new ActivateFactor(_changes, codes, _own, _address).InvokeAsync) });
        yield return (Root + "app/activate/confirm/", new MethodTable { Post = access.Self(new ConfirmFactor(_changes, codes, _gate).InvokeAsync) });
        yield return (Root + "app/deactivate/", new MethodTable { Post = access.Self(new DeactivateFactor(_changes, _own).InvokeAsync) });
        yield return ("/api/guidon/v1/people/{user}/second-factor", new MethodTable { Delete = access.Self(new RemoveSecondFactor(_changes).InvokeAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> Accounts(ManagementAccess access)
    {
        var change = access.Person(new ChangeMe(_changes).InvokeAsync);
        yield return (Users, new MethodTable { Post = _gate.Throttled(new SignUp(_changes, _tokens, _options).InvokeAsync) });
        yield return (Users + "me/", new MethodTable
        {
            Get = access.Person(new GetMe(_store).InvokeAsync),
            Put = change,
            Patch = change,
            Delete = access.Self(new DeleteMe(_removal, _own).InvokeAsync),
        });
        var person = new SwitchPerson(_changes);
        yield return ("/api/guidon/v1/people/{user}/deactivate", new MethodTable { Post = access.Self(person.DeactivateAsync) });
        yield return ("/api/guidon/v1/people/{user}/activate", new MethodTable { Post = access.Self(person.ActivateAsync) });
        yield return ("/api/guidon/v1/people/{user}/external-logins", new MethodTable { Delete = access.Self(new RemoveExternalLogins(_changes).InvokeAsync) });
        yield return (Users + "reset_password/", new MethodTable { Post = _gate.Throttled(_requestReset.InvokeAsync) });
        yield return (Users + "reset_password_confirm/", new MethodTable { Post = _gate.Throttled(_confirmReset.InvokeAsync) });
        yield return (Users + "set_password/", new MethodTable { Post = access.Self(new SetPassword(_changes, _own).InvokeAsync) });
        yield return (Users + "set_email/", new MethodTable { Post = access.Self(new SetEmail(_changes, _own).InvokeAsync) });
    }
}
