using System.Globalization;
using System.Text;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Audit;

/// <summary>
/// <c>GET …/audit/</c> of an organisation, a project or an environment, newest first, in pages; with <c>after_id</c> the oldest first, for those who
/// follow; with <c>before_id</c> those with a lower number. <c>details=true</c> gives old and new by field, <c>format=ndjson</c> and <c>format=csv</c> give the page as lines with them; a <c>Link</c> names the next.
/// </summary>
internal sealed class ListAuditRecords(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (AuditFilter.Check(http.Request.Query) is { Any: true } errors) return Reply.Invalid(errors);
        var isDetail = http.Request.Query.ContainsKey("format") || QueryFields.ReadFlag(http.Request.Query["details"]) == true;
        if (AuditPage.At(caller.Place).Read(plane, http, isDetail) is not { } answer) return Reply.NoPage;
        return (string?)http.Request.Query["format"] switch
        {
            "ndjson" => Lines("application/x-ndjson", answer.Next, answer.Results.Select(record => JsonSerializer.Serialize(record, ContractsJson.Default.AuditAnswer))),
            "csv" => Lines("text/csv", answer.Next, answer.Results.Select(Csv).Prepend("id,created_date,author,log,related_object_type,related_object_id,change_type,project,environment,change_details")),
            _ => Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.PageAuditAnswer),
        };
    });

    private static Reply Lines(string type, string? next, IEnumerable<string> lines)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        return new Reply(Refuses: false, async http =>
        {
            if (next is not null) http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
            (http.Response.ContentType, http.Response.ContentLength) = (type + "; charset=utf-8", bytes.Length);
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        });
    }

    private static string Csv(AuditAnswer record) => string.Join(',', ((string?[])
    [
        record.Id.ToString(CultureInfo.InvariantCulture), record.CreatedDate.ToString("O", CultureInfo.InvariantCulture), record.Author?.Email ?? record.KeyName, record.Log,
        record.RelatedObjectType, record.RelatedObjectId?.ToString(CultureInfo.InvariantCulture), record.ChangeType, record.Project?.Name, record.Environment?.Name,
        string.Join("; ", (record.ChangeDetails ?? []).Select(field => $"{field.Field}: {field.Old} -> {field.New}")),
    ]).Select(Cell));

    // A cell that begins as a formula would is defused: people open this in a spreadsheet.
    private static string Cell(string? text) =>
        $"\"{(text is ['=' or '+' or '-' or '@', ..] ? "'" : "")}{(text ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
