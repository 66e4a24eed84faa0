using System.Text.Json;
using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Status;

/// <summary><c>GET /api/guidon/v1/status</c>: what the last look found; with <c>?whole=true</c> every stored row is read now.</summary>
internal sealed class GetStatus(StoreWatch watch, StorageGuarantee guarantee)
{
    internal async Task InvokeAsync(HttpContext http)
    {
        var fields = new QueryFields(http.Request.Query);
        var isWhole = fields.Flag("whole");
        if (await fields.RefuseAsync(http)) return;
        var seen = isWhole ? watch.Examine(isWhole: true) : watch.Last;
        var status = new StatusAnswer
        {
            State = seen.Findings.Count == 0 ? "ok" : "alarm",
            Version = ServerVersion.Text,
            Durable = guarantee.IsDurable,
            CheckedAt = seen.At,
            Findings = [.. seen.Findings.Select(finding => new FindingView(finding.Code, finding.Text, finding.DestinationId))],
        };
        await Answers.JsonAsync(http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(status, ContractsJson.Default.StatusAnswer));
    }
}
