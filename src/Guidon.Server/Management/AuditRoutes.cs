using Guidon.Server.Management.Audit;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs of audit records at an organisation, a project or an environment.</summary>
/// <param name="store">What is read.</param>
internal sealed class AuditRoutes(IControlPlaneStore store)
{
    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        var (list, get) = (new ListAuditRecords(store), new GetAuditRecord(store));
        foreach (var (path, need) in ((string, Permission)[])
            [("organisations/{organisation}", Permission.Admin), ("projects/{project}", ProjectPermission.ViewAuditLog), ("environments/{environment}", ProjectPermission.ViewAuditLog)])
        {
            yield return ($"/api/v1/{path}/audit/", new MethodTable { Get = access.Require(need, list.InvokeAsync) });
            yield return ($"/api/v1/{path}/audit/{{record}}/", new MethodTable { Get = access.Require(need, get.InvokeAsync) });
        }
    }
}
