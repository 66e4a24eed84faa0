using System.Net;
using System.Text;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>What tests ask of the flag API.</summary>
public static class FlagChanges
{
    /// <summary>Sends with the master key and expects a status.</summary>
    public static async Task<JsonElement> ManageAsync(this GuidonProcess server, HttpStatusCode expected, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Management.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>The feature of the sample project.</summary>
    public static async Task<JsonElement> FeatureAsync(this GuidonProcess server, string name)
    {
        var list = await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/projects/1/features/?search={name}&environment=1");
        return list.GetProperty("results").EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);
    }

    /// <summary>Where the flag write API has the feature.</summary>
    public static async Task<string> FlagPathAsync(this GuidonProcess server, string feature) =>
        $"api/__future__/environments/{server.ClientKey}/features/{(await server.FeatureAsync(feature)).GetProperty("id")}/";

    /// <summary>Gives a feature of the sample project another text for everybody.</summary>
    public static async Task<JsonElement> ChangeTextAsync(this GuidonProcess server, string feature, string text) => await server.ManageAsync(
        HttpStatusCode.OK, "PATCH", await server.FlagPathAsync(feature),
        "{\"environment_default\":{\"value\":{\"type\":\"string\",\"value\":\"" + text + "\"}}}");

    /// <summary>What <c>GET /flags/</c> says, and when it says that it changed.</summary>
    public static async Task<(string? Text, bool Enabled, string UpdatedAt)> ReadFlagAsync(this GuidonProcess server, string feature)
    {
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Get, "api/v1/flags/", server.ClientKey));
        var flag = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).EnumerateArray()
            .Single(each => each.GetProperty("feature").GetProperty("name").GetString() == feature);
        var value = flag.GetProperty("feature_state_value");
        return (value.ValueKind == JsonValueKind.Null ? null : value.ToString(), flag.GetProperty("enabled").GetBoolean(),
            answer.Headers.GetValues("X-Flagsmith-Document-Updated-At").Single());
    }
}
