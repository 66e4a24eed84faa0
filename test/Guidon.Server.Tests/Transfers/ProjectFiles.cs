using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Transfers;

/// <summary>Calls of export and import, and files made comparable.</summary>
internal static class ProjectFiles
{
    internal static async Task<JsonObject> ExportAsync(this GuidonProcess server, int project)
    {
        using var answer = await server.Management.GetAsync($"api/guidon/v1/projects/{project}/export");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    internal static async Task<JsonElement> ImportAsync(this GuidonProcess server, string json, string query = "", string place = "organisations/1", HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await server.Management.PostAsync($"api/guidon/v1/{place}/import{query}", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>Without what every export has of its own: its time.</summary>
    internal static string Comparable(JsonObject file)
    {
        var copy = file.DeepClone().AsObject();
        copy.Remove("exported_at");
        return copy.ToJsonString();
    }

    /// <summary>All tallies of an answer as "kind created/updated/deleted".</summary>
    internal static string[] Tallies(JsonElement answer) =>
        [.. answer.GetProperty("tallies").EnumerateArray().Select(each => $"{each.GetProperty("kind")} {each.GetProperty("created")}/{each.GetProperty("updated")}/{each.GetProperty("deleted")}")];
}
