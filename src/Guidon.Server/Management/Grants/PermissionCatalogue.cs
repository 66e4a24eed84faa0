using Guidon.Contracts;

namespace Guidon.Server.Management.Grants;

/// <summary><c>GET /api/v1/organisations|projects|environments/permissions/</c>: what can be granted there.</summary>
internal sealed class PermissionCatalogue(Level level)
{
    internal static IReadOnlyList<Permission> Of(Level level) => level switch
    {
        Level.Organisation => OrganisationPermission.All,
        Level.Project => ProjectPermission.All,
        _ => EnvironmentPermission.All,
    };

    /// <summary>What grants of this level may name besides: clients of other servers do, and read it back.</summary>
    internal static IReadOnlyList<string> Kept(Level level) => level switch
    {
        Level.Organisation => [],
        Level.Project => [Grantable.CreateProjectChangeRequests, Grantable.ApproveProjectChangeRequests, Grantable.ManageProjectChangeRequests],
        _ => [Grantable.CreateChangeRequest, Grantable.ApproveChangeRequest],
    };

    internal Task InvokeAsync(HttpContext http, Caller caller)
    {
        IReadOnlyList<PermissionAnswer> all = [.. Of(level).Select(each => new PermissionAnswer(each.Key, each.Description, SupportsTag: false))];
        return Answers.JsonAsync(http, StatusCodes.Status200OK, all, ContractsJson.Default.IReadOnlyListPermissionAnswer);
    }
}
