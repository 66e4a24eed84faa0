using Guidon.Contracts;
using Guidon.Server.Management.Projects;
using Guidon.Storage;

namespace Guidon.Server.Management.Grants;

/// <summary><c>GET …/my-permissions/</c> of an organisation, a project or an environment, for people and keys: what they may, and not only what was granted.</summary>
internal sealed class MyPermissions(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        IReadOnlyList<string> names = [.. PermissionCatalogue.Of(caller.Place.Level).Where(each => May(plane, caller, each)).Select(each => each.Key)];
        var answer = new PermissionsAnswer(names, caller.May(Permission.Admin, caller.Place), []);
        return Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.PermissionsAnswer);
    });

    private static bool May(ControlPlane plane, Caller caller, Permission permission) =>
        permission == OrganisationPermission.CreateProject ? CreateProject.May(plane, caller, caller.Place) : caller.May(permission, caller.Place);
}
