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

    /// <summary>Somebody who belongs to the first organisation, with the password "a password of mine".</summary>
    public static async Task JoinAsync(this GuidonProcess server, string email) =>
        await server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email, password = "a password of mine", invite_hash = await server.InviteAsync(1, Key, email) });

    /// <summary>The hash of an invitation.</summary>
    public static async Task<string> InviteAsync(this GuidonProcess server, int organisation, string credential, string email) =>
        (await server.AskAsync(HttpStatusCode.Created, credential, "POST", $"api/v1/organisations/{organisation}/invites/", new { email, role = "USER" })).GetProperty("hash").GetString() ?? "";

    /// <summary>Grants something to a member.</summary>
    public static async Task PermitAsync(this GuidonProcess server, string email, string place, bool isAdmin, params string[] permissions)
    {
        var members = await server.AskAsync(HttpStatusCode.OK, Key, "GET", "api/v1/organisations/1/users/");
        var user = members.EnumerateArray().Single(each => each.GetProperty("email").GetString() == email).GetProperty("id").GetInt32();
        await server.AskAsync(HttpStatusCode.Created, Key, "POST", $"api/v1/{place}/user-permissions/", new { user, admin = isAdmin, permissions });
    }

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
