using Guidon.Server.Access;
using Guidon.Server.Management.CodeReferences;
using Guidon.Server.Management.ExternalResources;
using Guidon.Server.Management.FeatureHealth;
using Guidon.Server.Management.Features;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs of what helps people to look after features: links, places in code, stages, health.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
/// <param name="secret">Signs the addresses of providers.</param>
/// <param name="address">What this server is called.</param>
/// <param name="time">Says how old features are.</param>
internal sealed class UpkeepRoutes(IControlPlaneStore store, ControlPlaneChanges changes, InstallationSecret secret, PublicAddress address, TimeProvider time)
{
    private const string Project = "/api/v1/projects/{project}/";
    private const string Feature = Project + "features/{feature}/";
    private const string Links = Feature + "feature-external-resources/";
    private const string Health = Project + "feature-health/";

    private readonly ChangeExternalResource _changeLink = new(changes);

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access) => [.. OfLinks(access), .. OfCode(access), .. OfHealth(access)];

    private IEnumerable<(string Path, MethodTable Methods)> OfLinks(ManagementAccess access)
    {
        yield return (Links, new MethodTable
        {
            Get = access.Require(Permission.View, new ListExternalResources(store).InvokeAsync),
            Post = access.Require(ProjectPermission.EditFeature, new CreateExternalResource(changes).InvokeAsync),
        });
        yield return (Links + "{resource}/", new MethodTable
        {
            Get = access.Require(Permission.View, new GetExternalResource(store).InvokeAsync),
            Put = access.Require(ProjectPermission.EditFeature, _changeLink.InvokeAsync),
            Patch = access.Require(ProjectPermission.EditFeature, _changeLink.InvokeAsync),
            Delete = access.Require(ProjectPermission.EditFeature, new DeleteExternalResource(changes).InvokeAsync),
        });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfCode(ManagementAccess access)
    {
        yield return (Project + "code-references/", new MethodTable { Post = access.Require(ProjectPermission.EditFeature, new TakeCodeScan(changes).InvokeAsync) });
        yield return (Feature + "code-references/", new MethodTable { Get = access.Require(Permission.View, new ListCodeReferences(store).InvokeAsync) });
        yield return ("/api/v1/environments/{environment_id}/feature-lifecycle-counts/", new MethodTable { Get = access.Require(Permission.View, new CountLifecycle(store, time).InvokeAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfHealth(ManagementAccess access)
    {
        var addresses = new HealthAddress(secret);
        var view = new HealthProviderView(addresses, address);
        // Whoever reads an address may report: providers are of administrators alone.
        yield return (Health + "providers/", new MethodTable
        {
            Get = access.Require(Permission.Admin, new ListHealthProviders(store, view).InvokeAsync),
            Post = access.Require(Permission.Admin, new CreateHealthProvider(changes, view).InvokeAsync),
        });
        yield return (Health + "providers/{name}/", new MethodTable { Delete = access.Require(Permission.Admin, new DeleteHealthProvider(changes).InvokeAsync) });
        yield return (Health + "events/", new MethodTable { Get = access.Require(Permission.View, new ListHealthEvents(store).InvokeAsync) });
        yield return (Health + "events/{event}/dismiss/", new MethodTable { Post = access.Require(ProjectPermission.EditFeature, new DismissHealthEvent(changes).InvokeAsync) });
        yield return (HealthProviderView.Path + "{path}", new MethodTable { Post = ManagementAccess.Open(new TakeHealthReport(changes, addresses, time).InvokeAsync) });
    }
}
