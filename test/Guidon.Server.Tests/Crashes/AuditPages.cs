using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Crashes;

/// <summary>The audit log of the first organisation.</summary>
internal static class AuditPages
{
    private const string List = "api/v1/organisations/1/audit/";

    /// <summary>The id of the newest record; 0 when there is none.</summary>
    internal static async Task<long> LastAsync(GuidonProcess server) =>
        (await server.ManageAsync(HttpStatusCode.OK, "GET", $"{List}?page_size=1")).GetProperty("results").EnumerateArray().Select(each => each.GetProperty("id").GetInt64()).FirstOrDefault();

    /// <summary>All records after one, the oldest first.</summary>
    internal static async Task<List<JsonElement>> ReadAsync(GuidonProcess server, long after)
    {
        List<JsonElement> records = [];
        while (true)
        {
            var page = await server.ManageAsync(HttpStatusCode.OK, "GET", string.Create(CultureInfo.InvariantCulture, $"{List}?after_id={after}&details=true&page_size=500"));
            var before = records.Count;
            records.AddRange(page.GetProperty("results").EnumerateArray());
            if (records.Count == before) return records;
            after = records[^1].GetProperty("id").GetInt64();
        }
    }
}
