using System.Globalization;
using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Audit;

/// <summary><c>GET …/audit/{record}/</c>: with the old and the new by field.</summary>
internal sealed class GetAuditRecord(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var isNumber = long.TryParse(http.PathText("record"), NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        return isNumber && AuditPage.At(caller.Place).Within(plane.AuditRecords.AsNoTracking()).SingleOrDefault(record => record.Id == id) is { } found
            ? Reply.Of(StatusCodes.Status200OK, AuditView.Show(plane, [found], isDetail: true)[0], ContractsJson.Default.AuditAnswer)
            : Reply.NotFound;
    });
}
