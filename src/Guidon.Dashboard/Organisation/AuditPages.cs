using Guidon.Contracts;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Organisation;

/// <summary><c>/ui/audit</c>: the organisation's audit records, filtered, each with its old and new.</summary>
internal static class AuditPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var number = visit.AskedNumber("page", 1);
        var page = await visit.Client.AuditAsync(visit.Frame.Organisation, visit.Asked("before") is { Length: > 0 } before ? $"{Filter(visit)}&before_id={Uri.EscapeDataString(before)}" : Filter(visit), number);
        if (page.Value is null) return visit.Problem(page.Refusal);
        var record = visit.Asked("record") is { Length: > 0 } id ? (await visit.Client.AuditRecordAsync(visit.Frame.Organisation, id)).Value : null;
        IReadOnlyList<FindingView>? findings = null;
        if (visit.Asked("verify") == "true")
        {
            var verified = await visit.Client.VerifyAuditAsync();
            if (verified.Value is null) return visit.Problem(verified.Refusal);
            findings = verified.Value;
        }

        return visit.Show<AuditPage>(new AuditView
        {
            Search = visit.Asked("q"),
            Author = visit.Asked("author"),
            From = visit.Asked("from"),
            To = visit.Asked("to"),
            Environment = visit.Asked("environment"),
            Kind = visit.Asked("kind"),
            Before = visit.Asked("before"),
            Number = number,
            Page = page.Value,
            Record = record,
            Findings = findings,
        });
    }

    /// <summary><c>/ui/audit/export</c>: all records that the filter lets through, as a file, page after page.</summary>
    internal static async Task<IResult> ExportAsync(Visit visit)
    {
        var format = visit.Asked("format") == "csv" ? "csv" : "ndjson";
        // The oldest first: what is written meanwhile comes after the last page and moves nothing from one page to the next.
        var first = await visit.Client.DownloadPageAsync($"/api/v1/organisations/{visit.Frame.Organisation}/audit/?format={format}&after_id=0&{Filter(visit)}");
        if (first.Bytes is null) return visit.Problem(first.Refusal);
        return Results.Stream(async body =>
        {
            await body.WriteAsync(first.Bytes, visit.Cancellation);
            for (var path = first.Next; path is { } next;)
            {
                (var bytes, path, _) = await visit.Client.DownloadPageAsync(next);
                if (bytes is null)
                {
                    // The rest is missing, and a file that ends as if it were whole would hide that: the browser says that the download failed.
                    visit.Http.Abort();
                    return;
                }

                // Every page of a table begins with the names of its columns.
                await body.WriteAsync(format == "csv" ? bytes.AsMemory(Array.IndexOf(bytes, (byte)'\n') + 1) : bytes, visit.Cancellation);
            }
        }, format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson", $"audit.{format}");
    }

    private static string Filter(Visit visit)
    {
        (string Name, string Value)[] filters = [("search", visit.Asked("q")), ("author", visit.Asked("author")), ("from", Stamp(visit.Asked("from"))), ("to", Stamp(visit.Asked("to"))), ("environments", visit.Asked("environment")), ("related_object_type", visit.Asked("kind"))];
        return string.Join('&', filters.Where(each => each.Value.Length > 0).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}"));
    }

    // The browser's field has no zone; it says UTC beside it.
    private static string Stamp(string local) => local.Length == 0 ? "" : local.Length == 16 ? local + ":00Z" : local + "Z";
}
