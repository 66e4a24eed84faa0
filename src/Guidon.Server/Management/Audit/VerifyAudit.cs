using Guidon.Contracts;

namespace Guidon.Server.Management.Audit;

/// <summary>
/// <c>GET /api/guidon/v1/audit/verification</c>: reads the chain of all records and names the first that was altered, is missing or stands elsewhere.
/// The chain is one for all organisations, so a finding has a number and tells nothing of what the record says.
/// </summary>
internal sealed class VerifyAudit(AuditLog audit)
{
    internal const string Code = "audit_altered";

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        IReadOnlyList<FindingView> findings = await audit.VerifyAsync(http.RequestAborted) is { } finding ? [new FindingView(Code, finding, null)] : [];
        await Answers.JsonAsync(http, StatusCodes.Status200OK, findings, ContractsJson.Default.IReadOnlyListFindingView);
    }
}
