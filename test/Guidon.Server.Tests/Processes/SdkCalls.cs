using System.Net;
using System.Text.Json;

namespace Guidon.Server.Tests.Processes;

/// <summary>Requests as an SDK sends them, with the answer read whole.</summary>
public static class SdkCalls
{
    /// <summary>Sends and reads; an empty body reads as an undefined element.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(
        this GuidonProcess server, string method, string path, string? key, string? body = null)
    {
        using var request = server.Request(new HttpMethod(method), path, key, body);
        using var answer = await server.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>As above, and fails unless the status is the expected one.</summary>
    public static async Task<JsonElement> ExpectAsync(
        this GuidonProcess server, HttpStatusCode expected, string method, string path, string? key, string? body = null)
    {
        var (status, json) = await server.AskAsync(method, path, key, body);
        Assert.True(expected == status, $"{method} {path} with {key ?? "no key"}: {status} {json}");
        return json;
    }
}
