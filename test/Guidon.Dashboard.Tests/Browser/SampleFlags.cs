using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Dashboard.Tests.Browser;

/// <summary>What tests ask a server beside its pages: how things are made without them, and what SDKs see.</summary>
public static class SampleFlags
{
    public const string Key = $"Api-Key {GuidonProcess.ApiKey}";

    /// <summary>A feature of the sample project.</summary>
    public static async Task<int> CreateFeatureAsync(this GuidonProcess server, string name, string? value = null) =>
        (await server.AskAsync(HttpStatusCode.Created, Key, "POST", "api/v1/projects/1/features/", new { name, initial_value = value })).GetProperty("id").GetInt32();

    /// <summary>A segment of the sample project with one condition.</summary>
    public static async Task<int> CreateSegmentAsync(this GuidonProcess server, string name, string trait, string value) => (await server.AskAsync(
        HttpStatusCode.Created, Key, "POST", "api/v1/projects/1/segments/",
        new { name, rules = new[] { new { type = "ALL", rules = Array.Empty<object>(), conditions = new[] { new { property = trait, @operator = "EQUAL", value } } } } })).GetProperty("id").GetInt32();

    /// <summary>Changes a flag of the sample environment.</summary>
    public static Task ChangeFlagAsync(this GuidonProcess server, int feature, object body) =>
        server.AskAsync(HttpStatusCode.OK, Key, "PATCH", $"api/__future__/environments/{server.ClientKey}/features/{feature}/", body);

    public static Task<JsonElement> ReadFlagAsync(this GuidonProcess server, int feature) =>
        server.AskAsync(HttpStatusCode.OK, Key, "GET", $"api/__future__/environments/{server.ClientKey}/features/{feature}/");

    /// <summary>What SDKs get without an identity.</summary>
    public static async Task<JsonElement> FlagAsync(this GuidonProcess server, string name)
    {
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Get, "api/v1/flags/", server.ClientKey));
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).EnumerateArray().Single(each => each.GetProperty("feature").GetProperty("name").GetString() == name);
    }

    public static async Task<bool> IsOnAsync(this GuidonProcess server, string name) => (await server.FlagAsync(name)).GetProperty("enabled").GetBoolean();

    /// <summary>What SDKs get for an identity.</summary>
    public static async Task<string> FlagsOfAsync(this GuidonProcess server, string identifier)
    {
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Get, $"api/v1/identities/?identifier={identifier}", server.ClientKey));
        return await answer.Content.ReadAsStringAsync();
    }
}
