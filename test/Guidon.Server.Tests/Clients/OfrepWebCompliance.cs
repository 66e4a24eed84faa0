using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

/// <summary>OpenFeature's web SDK with its provider for OFREP: one line per place in which it runs.</summary>
[Trait("Category", "External")]
public abstract class OfrepWebCompliance
{
    /// <summary>A new client in a new process.</summary>
    protected abstract SdkSession Start();

    [Fact]
    public async Task Flags_come_in_one_answer_and_follow_the_context()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var client = Start();
        await InitAsync(client, server, new { targetingKey = "web", plan = "pro" });
        Assert.Equal("""{"value":100,"reason":"TARGETING_MATCH","variant":null,"errorCode":null}""", await AskAsync(client, "number", "page_size"));
        Assert.Equal("""{"value":true,"reason":"STATIC","variant":null,"errorCode":null}""", await AskAsync(client, "boolean", "dark_mode"));
        await client.AskAsync("setContext", new { context = new { targetingKey = "guidon-demo" } });
        Assert.Equal("""{"value":20,"reason":"STATIC","variant":null,"errorCode":null}""", await AskAsync(client, "number", "page_size"));
        Assert.Equal("""{"value":"Hello, demo!","reason":"TARGETING_MATCH","variant":null,"errorCode":null}""", await AskAsync(client, "string", "banner_text"));
    }

    [Fact]
    public async Task What_is_off_unknown_or_of_another_type_is_the_default_of_the_code()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var client = Start();
        await InitAsync(client, server, new { targetingKey = "web" });
        Assert.Contains("\"value\":\"code default\",\"reason\":\"DISABLED\"", await AskAsync(client, "string", "old_search"));
        Assert.Contains("\"errorCode\":\"FLAG_NOT_FOUND\"", await AskAsync(client, "string", "fraud_rules"));
        Assert.Contains("\"errorCode\":\"TYPE_MISMATCH\"", await AskAsync(client, "number", "banner_text"));
    }

    [Fact]
    public async Task A_server_that_restarts_costs_no_flag()
    {
        await using var first = await GuidonProcess.StartAsync();
        await using var client = Start();
        await InitAsync(client, first, new { targetingKey = "web", plan = "pro" });
        await first.KillAsync();
        Assert.Contains("\"value\":100", await AskAsync(client, "number", "page_size"));
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Again(first));
        await client.AskAsync("setContext", new { context = new { targetingKey = "web" } });
        await Eventually.TrueAsync("the provider polls again", async () => (await AskAsync(client, "number", "page_size")).Contains("\"value\":20"));
        Assert.Equal("READY", (await client.AskAsync("status")).GetString());
    }

    private static Task<JsonElement> InitAsync(SdkSession client, GuidonProcess server, object context) =>
        client.AskAsync("init", new { baseUrl = server.Address.ToString().TrimEnd('/'), environmentKey = server.ClientKey, context });

    private static async Task<string> AskAsync(SdkSession client, string type, string flag) => (await client.AskAsync(type, new { flag })).GetRawText();
}
