using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

/// <summary>OpenFeature on servers, and the community's providers around the Flagsmith SDKs.</summary>
[Trait("Category", "External")]
public sealed class OpenFeatureTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task The_server_provider_for_ofrep_asks_for_each_flag()
    {
        await using var client = SdkSession.Start("in-node.mjs", "ofrep-server", "@openfeature/ofrep-provider");
        await client.AskAsync("init", new { baseUrl = Server.Address.ToString().TrimEnd('/'), environmentKey = Server.ServerKey });
        Assert.Equal("""{"value":100,"reason":"TARGETING_MATCH","variant":null,"errorCode":null}""", await AskAsync(client, "number", "page_size", new { targetingKey = "a", plan = "pro" }));
        Assert.Equal("""{"value":20,"reason":"STATIC","variant":null,"errorCode":null}""", await AskAsync(client, "number", "page_size", new { targetingKey = "a" }));
        Assert.Equal("""{"value":"Hello, demo!","reason":"TARGETING_MATCH","variant":null,"errorCode":null}""", await AskAsync(client, "string", "banner_text", new { targetingKey = "guidon-demo" }));
        Assert.Contains("FLAG_NOT_FOUND", await AskAsync(client, "string", "nobody", new { targetingKey = "a" }));
    }

    [Fact]
    public async Task The_server_provider_for_ofrep_answers_with_defaults_while_the_server_is_gone()
    {
        await using var first = await GuidonProcess.StartAsync();
        await using var client = SdkSession.Start("in-node.mjs", "ofrep-server", "@openfeature/ofrep-provider");
        await client.AskAsync("init", new { baseUrl = first.Address.ToString().TrimEnd('/'), environmentKey = first.ClientKey });
        await first.KillAsync();
        Assert.Contains("\"value\":-1,\"reason\":\"ERROR\"", await AskAsync(client, "number", "page_size", new { targetingKey = "a" }));
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Again(first));
        Assert.Contains("\"value\":20", await AskAsync(client, "number", "page_size", new { targetingKey = "a" }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_server_provider_for_flagsmith_answers_remotely_and_locally(bool enableLocalEvaluation)
    {
        await using var client = SdkSession.Start("openfeature/flagsmith-provider.mjs");
        await client.AskAsync("init", new { apiUrl = new Uri(Server.Address, "api/v1/").ToString(), environmentKey = Server.ServerKey, enableLocalEvaluation });
        Assert.Contains("\"value\":100,\"reason\":\"TARGETING_MATCH\"", await AskAsync(client, "number", "page_size", new { targetingKey = "provider", traits = new { plan = "pro" } }));
        Assert.Contains("\"value\":\"Hello, demo!\"", await AskAsync(client, "string", "banner_text", new { targetingKey = "guidon-demo" }));
        Assert.Contains("\"value\":false,\"reason\":\"DISABLED\"", await AskAsync(client, "boolean", "old_search", new { targetingKey = "provider" }));
        Assert.Contains("\"errorCode\":\"FLAG_NOT_FOUND\"", await AskAsync(client, "string", "nobody", new { targetingKey = "provider" }));
    }

    [Fact]
    public async Task The_web_provider_for_flagsmith_follows_its_context()
    {
        await using var client = SdkSession.Start("openfeature/flagsmith-client-provider.mjs");
        await client.AskAsync("init", new { apiUrl = new Uri(Server.Address, "api/v1/").ToString(), environmentKey = Server.ClientKey, context = new { targetingKey = "web-provider", traits = new { plan = "pro" } } });
        Assert.Contains("\"value\":100", await AskAsync(client, "number", "page_size"));
        Assert.Contains("\"value\":true", await AskAsync(client, "boolean", "dark_mode"));
        await client.AskAsync("setContext", new { context = new { targetingKey = "guidon-demo" } });
        Assert.Contains("\"value\":\"Hello, demo!\"", await AskAsync(client, "string", "banner_text"));
    }

    private static async Task<string> AskAsync(SdkSession client, string type, string flag, object? context = null) =>
        (await client.AskAsync(type, new { flag, context })).GetRawText();
}
