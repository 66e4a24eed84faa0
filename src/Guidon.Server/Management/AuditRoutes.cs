using Guidon.Server.Management.Audit;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs of audit records at an organisation, a project, an environment or a flag.</summary>
/// <param name="store">What is read.</param>
/// <param name="audit">What is verified.</param>
internal sealed class AuditRoutes(IControlPlaneStore store, AuditLog audit)
{
    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        yield return ("/api/guidon/v1/audit/verification", new MethodTable { Get = access.Require(Permission.Admin, new VerifyAudit(audit).InvokeAsync) });
        yield return ("/api/guidon/v1/environments/{environment}/features/{feature}/history", new MethodTable { Get = access.Require(ProjectPermission.ViewAuditLog, new ListFlagHistory(store).InvokeAsync) });
        var (list, get) = (new ListAuditRecords(store), new GetAuditRecord(store));
        foreach (var (path, need) in ((string, Permission)[])
            [("organisations/{organisation}", Permission.Admin), ("projects/{project}", ProjectPermission.ViewAuditLog), ("environments/{environment}", ProjectPermission.ViewAuditLog)])
        {
            yield return ($"/api/v1/{path}/audit/", new MethodTable { Get = access.Require(need, list.InvokeAsync) });
            yield return ($"/api/v1/{path}/audit/{{record}}/", new MethodTable { Get = access.Require(need, get.InvokeAsync) });
        }
    }
}
