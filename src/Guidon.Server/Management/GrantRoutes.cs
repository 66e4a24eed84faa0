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
            yield return (path + "my-permissions/", new MethodTable { Get = access.Require(Permission.View, new MyPermissions(store).InvokeAsync) });
            yield return (path[..path.IndexOf('{', StringComparison.Ordinal)] + "permissions/", new MethodTable { Get = access.Known(new PermissionCatalogue(level).InvokeAsync) });
            foreach (var route in Of(access, path + "user-permissions/", new GrantView(Holder.User))) yield return route;
            foreach (var route in Of(access, path + "user-group-permissions/", new GrantView(Holder.Group))) yield return route;
            foreach (var route in Of(access, path + "master-api-key-permissions/", new GrantView(Holder.Key))) yield return route;
        }
    }

    private IEnumerable<(string Path, MethodTable Methods)> Of(ManagementAccess access, string path, GrantView view)
    {
        // What keys may is for people to say.
        Func<Func<HttpContext, Caller, Task>, Operation> require = endpoint =>
            view.Holder == Holder.Key ? access.RequireSelf(Permission.Admin, endpoint) : access.Require(Permission.Admin, endpoint);
        var (list, change) = (new ListGrants(store, view), require(new ChangeGrant(changes, view).InvokeAsync));
        yield return (path, new MethodTable
        {
            Get = require(list.InvokeAsync),
            Post = require(new CreateGrant(changes, view).InvokeAsync),
        });
        yield return (path + "{grant}/", new MethodTable
        {
            Get = require(list.GetAsync),
            Put = change,
            Patch = change,
            Delete = require(new DeleteGrant(changes, view).InvokeAsync),
        });
    }
}
