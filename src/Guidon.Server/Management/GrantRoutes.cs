using Guidon.Server.Management.Grants;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs that say who may do what at an organisation, a project or an environment: the same at each.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
internal sealed class GrantRoutes(IControlPlaneStore store, ControlPlaneChanges changes)
{
    private static readonly (string Path, Level Level)[] s_places =
    [
        ("/api/v1/organisations/{organisation}/", Level.Organisation), ("/api/v1/projects/{project}/", Level.Project),
        ("/api/v1/environments/{environment}/", Level.Environment),
    ];

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        foreach (var (path, level) in s_places)
        {
            yield return (path + "my-permissions/", new MethodTable { Get = access.Require(Permission.View, MyPermissions.InvokeAsync) });
            yield return (path[..path.IndexOf('{', StringComparison.Ordinal)] + "permissions/", new MethodTable { Get = access.Known(PermissionCatalogue.Show(level)) });
            foreach (var route in Of(access, path + "user-permissions/", new GrantView(isOfGroups: false))) yield return route;
            foreach (var route in Of(access, path + "user-group-permissions/", new GrantView(isOfGroups: true))) yield return route;
        }
    }

    private IEnumerable<(string Path, MethodTable Methods)> Of(ManagementAccess access, string path, GrantView view)
    {
        var (list, change) = (new ListGrants(store, view), access.Require(Permission.Admin, new ChangeGrant(changes, view).InvokeAsync));
        yield return (path, new MethodTable
        {
            Get = access.Require(Permission.Admin, list.InvokeAsync),
            Post = access.Require(Permission.Admin, new CreateGrant(changes, view).InvokeAsync),
        });
        yield return (path + "{grant}/", new MethodTable
        {
            Get = access.Require(Permission.Admin, list.GetAsync),
            Put = change,
            Patch = change,
            Delete = access.Require(Permission.Admin, new DeleteGrant(changes, view).InvokeAsync),
        });
    }
}
