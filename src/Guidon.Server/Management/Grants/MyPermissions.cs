using Guidon.Contracts;

namespace Guidon.Server.Management.Grants;

/// <summary><c>GET …/my-permissions/</c> of an organisation, a project or an environment, for people and keys.</summary>
internal static class MyPermissions
{
    internal static Task InvokeAsync(HttpContext http, Caller caller)
    {
        IReadOnlyList<string> names = [.. PermissionCatalogue.Of(caller.Place.Level).Where(each => caller.May(each, caller.Place)).Select(each => each.Key)];
        var answer = new PermissionsAnswer(names, caller.May(Permission.Admin, caller.Place), []);
        return Answers.JsonAsync(http, StatusCodes.Status200OK, answer, ContractsJson.Default.PermissionsAnswer);
    }
}
