using Guidon.Flags;
using Guidon.Server.Management.Identities;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs of identities, their overrides and traits.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
/// <param name="served">The environments that this node serves.</param>
internal sealed class IdentityRoutes(IControlPlaneStore store, ControlPlaneChanges changes, EnvironmentRegistry served)
{
    private const string Identities = "/api/v1/environments/{environment}/identities/";
    private const string Identity = Identities + "{identity}/";

    private readonly ChangeIdentity _changeIdentity = new(changes);
    private readonly ChangeIdentityState _changeState = new(changes);
    private readonly ChangeTrait _changeTrait = new(changes);

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        yield return (Identities, new MethodTable { Get = View(new ListIdentities(store).InvokeAsync), Post = Manage(new CreateIdentity(changes).InvokeAsync) });
        yield return (Identity, new MethodTable
        {
            Get = View(new GetIdentity(store).InvokeAsync),
            Put = Manage(_changeIdentity.InvokeAsync),
            Patch = Manage(_changeIdentity.InvokeAsync),
            Delete = Manage(new DeleteIdentity(changes).InvokeAsync),
        });
        yield return (Identity + "featurestates/", new MethodTable { Get = View(new ListIdentityStates(store).InvokeAsync), Post = Manage(new CreateIdentityState(changes).InvokeAsync) });
        yield return (Identity + "featurestates/all/", new MethodTable { Get = View(new ListIdentityFlags(store, served).InvokeAsync) });
        yield return (Identity + "featurestates/{state}/", new MethodTable
        {
            Get = View(new GetIdentityState(store).InvokeAsync),
            Put = Manage(_changeState.InvokeAsync),
            Patch = Manage(_changeState.InvokeAsync),
            Delete = Manage(new DeleteIdentityState(changes).InvokeAsync),
        });
        yield return (Identity + "traits/", new MethodTable { Get = View(new ListTraits(store).InvokeAsync), Post = Manage(new CreateTrait(changes).InvokeAsync) });
        yield return (Identity + "traits/{trait}/", new MethodTable
        {
            Get = View(new GetTrait(store).InvokeAsync),
            Put = Manage(_changeTrait.InvokeAsync),
            Patch = Manage(_changeTrait.InvokeAsync),
            Delete = Manage(new DeleteTrait(changes).InvokeAsync),
        });

        Operation View(Func<HttpContext, Caller, Task> endpoint) => access.Require(EnvironmentPermission.ViewIdentities, endpoint);
        Operation Manage(Func<HttpContext, Caller, Task> endpoint) => access.Require(EnvironmentPermission.ManageIdentities, endpoint);
    }
}
