using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Requests of a tool that cannot be installed where this is built, in the tool's own order and form.</summary>
public abstract class ReplayedTool(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    protected GuidonProcess Server => fixture.Server;

    protected Task<JsonElement> PostAsync(string path, string body) => Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/" + path, body);

    protected Task<JsonElement> SendAsync(string method, string path, string body) => Server.ManageAsync(HttpStatusCode.OK, method, "api/v1/" + path, body);

    protected Task<JsonElement> GetAsync(string path) => Server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/" + path);

    protected Task<JsonElement> DeleteAsync(string path) => Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", "api/v1/" + path);

    /// <summary>What stands in a list, be it a page or a bare array, as tools read both.</summary>
    protected async Task<List<JsonElement>> ListAsync(string path)
    {
        var answer = await GetAsync(path);
        return [.. (answer.ValueKind == JsonValueKind.Array ? answer : answer.GetProperty("results")).EnumerateArray()];
    }

    protected static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    protected static string Id(JsonElement element) => element.GetProperty("id").GetRawText();
}
