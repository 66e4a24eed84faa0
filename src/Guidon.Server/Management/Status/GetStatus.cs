using System.Text.Json;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Storage;

namespace Guidon.Server.Management.Status;

/// <summary><c>GET /api/guidon/v1/status</c>: what the last look found; with <c>?whole=true</c> every stored row is read now. What is said of one
/// destination is told to its organisation alone, what is said of the node to everybody.</summary>
internal sealed class GetStatus(StoreWatch watch, IDeliveryStore deliveries, StorageGuarantee guarantee)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var fields = new QueryFields(http.Request.Query);
        var isWhole = fields.Flag("whole");
        if (await fields.RefuseAsync(http)) return;
        var seen = isWhole ? watch.Examine(isWhole: true) : watch.Last;
        var own = await deliveries.OwnedAsync(caller.OrganisationId, http.RequestAborted);
        List<Finding> findings = [.. seen.Findings.Where(finding => finding.DestinationId is not { } id || own.Contains(id))];
        var status = new StatusAnswer
        {
            State = findings.Count == 0 ? "ok" : "alarm",
            Version = ServerVersion.Text,
            Durable = guarantee.IsDurable,
            CheckedAt = seen.At,
            Findings = [.. findings.Select(finding => new FindingView(finding.Code, finding.Text, finding.DestinationId))],
        };
        await Answers.JsonAsync(http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(status, ContractsJson.Default.StatusAnswer));
    }
}
