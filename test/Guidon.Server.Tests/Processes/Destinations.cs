using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guidon.Doubles;

namespace Guidon.Server.Tests.Processes;

/// <summary>What tests ask of the management API.</summary>
public static class Destinations
{
    public static Task<int> CreateAsync(this GuidonProcess server, string integration, object settings) => server.CreateInAsync(server.ClientKey, integration, settings);

    public static async Task<int> CreateInAsync(this GuidonProcess server, string environment, string integration, object settings)
    {
        using var answer = await server.Management.PostAsJsonAsync($"api/v1/environments/{environment}/integrations/{integration}/", settings);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonElement.Parse(text).GetProperty("id").GetInt32();
    }

    public static async Task<JsonElement> DestinationAsync(this GuidonProcess server, string integration)
    {
        var list = JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/destinations"));
        return list.GetProperty("results").EnumerateArray().Single(each => each.GetProperty("integration").GetString() == integration);
    }

    /// <summary>Holds, pauses or resumes, and gives the answer.</summary>
    public static async Task<JsonElement> StopAsync(this GuidonProcess server, string path, string body = "")
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Management.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    public static async Task<long> LedgerAsync(this GuidonProcess server, string integration, string count) =>
        (await server.DestinationAsync(integration)).GetProperty("ledger").GetProperty(count).GetInt64();

    /// <summary>Waits until nothing is pending; then the balance must close.</summary>
    public static async Task<JsonElement> DrainAsync(this GuidonProcess server, string integration)
    {
        await Eventually.TrueAsync($"{integration} drained", async () => await server.LedgerAsync(integration, "pending") == 0);
        var ledger = (await server.DestinationAsync(integration)).GetProperty("ledger");
        Assert.True(ledger.GetProperty("residual").GetInt64() == 0, ledger.GetRawText());
        return ledger;
    }

    /// <summary>Sets what happens to evaluations whose events cannot be stored.</summary>
    public static async Task SetModeAsync(this GuidonProcess server, string mode)
    {
        using var set = await server.Management.PutAsJsonAsync($"api/guidon/v1/environments/{server.ClientKey}/retention", new { mode });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
    }

    /// <summary>Evaluates one identity and expects its flags.</summary>
    public static async Task EvaluateAsync(this GuidonProcess server, string identifier, string traits = "[]")
    {
        var body = $$"""{"identifier":"{{identifier}}","traits":{{traits}}}""";
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
