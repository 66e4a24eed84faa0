using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Organisation;

/// <summary><c>/ui/audit</c>: the organisation's audit records, filtered, each with its old and new.</summary>
internal static class AuditPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var (search, author, from, to, number) = (visit.Asked("q"), visit.Asked("author"), visit.Asked("from"), visit.Asked("to"), visit.AskedNumber("page", 1));
        (string Name, string Value)[] filters = [("search", search), ("author", author), ("from", Stamp(from)), ("to", Stamp(to))];
        var filter = string.Join('&', filters.Where(each => each.Value.Length > 0).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}"));
        var page = await visit.Client.AuditAsync(visit.Frame.Organisation, filter, number);
        if (page.Value is null) return visit.Problem(page.Refusal);
        var record = visit.Asked("record") is { Length: > 0 } id ? (await visit.Client.AuditRecordAsync(visit.Frame.Organisation, id)).Value : null;
        return visit.Show<AuditPage>(new AuditView(search, author, from, to, number, page.Value, record));
    }

    // The browser's field has no zone; it says UTC beside it.
    private static string Stamp(string local) => local.Length == 0 ? "" : local.Length == 16 ? local + ":00Z" : local + "Z";
}
