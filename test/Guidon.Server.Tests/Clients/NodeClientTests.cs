using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

/// <summary><c>flagsmith-nodejs</c>, unmodified: what <see cref="SdkTests"/> does not show, since it needs more than one question.</summary>
[Trait("Category", "External")]
[Trait("Row", "106")]
public sealed class NodeClientTests
{
    private static readonly object s_pro = new { plan = "pro" };

    [Fact]
    public async Task Evaluations_that_the_sdk_counted_arrive_in_the_store()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var client = await StartAsync(server, server.ClientKey, new { enableAnalytics = true });
        await client.AskAsync("evaluate", new { feature = "dark_mode", times = 5 });
        await server.StopAsync();
        Assert.Equal(5, (await StoredUsage.ReadAsync(server.Folder))["dark_mode"]);
    }

    [Fact]
    public async Task Local_evaluation_goes_on_with_the_last_document_while_the_server_is_gone()
    {
        await using var first = await GuidonProcess.StartAsync();
        await using var client = await StartAsync(first, first.ServerKey, new { enableLocalEvaluation = true });
        var pro = await client.AskAsync("identity", new { identity = "local", traits = s_pro });
        var demo = await client.AskAsync("identity", new { identity = "guidon-demo" });
        Assert.Equal("100", pro.GetProperty("page_size").GetProperty("value").GetRawText());
        Assert.Equal("\"Hello, demo!\"", demo.GetProperty("banner_text").GetProperty("value").GetRawText());
        await first.KillAsync();
        // A refresh that fails is told to the SDK's logger; it throws nothing and keeps the document.
        await client.AskAsync("refresh");
        Assert.True(JsonElement.DeepEquals(pro, await client.AskAsync("identity", new { identity = "local", traits = s_pro })));
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Again(first));
        await client.AskAsync("refresh");
        Assert.True(JsonElement.DeepEquals(demo, await client.AskAsync("identity", new { identity = "guidon-demo" })));
    }

    [Fact]
    public async Task Remote_evaluation_throws_the_documented_error_while_the_server_is_gone_and_then_works_again()
    {
        await using var first = await GuidonProcess.StartAsync();
        await using var client = await StartAsync(first, first.ClientKey, new { });
        var before = await client.AskAsync("identity", new { identity = "remote", traits = s_pro });
        await first.KillAsync();
        var (_, error) = await client.TryAsync("identity", new { identity = "remote" });
        Assert.StartsWith("Error: ", error);
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Again(first));
        await Eventually.TrueAsync("the SDK reaches the new process", async () =>
            await client.TryAsync("identity", new { identity = "remote" }) is { Error: null, Answer: var after } && JsonElement.DeepEquals(before, after));
    }

    private static async Task<SdkSession> StartAsync(GuidonProcess server, string key, object options)
    {
        var client = SdkSession.Start("in-node.mjs", "flagsmith-nodejs", "flagsmith-nodejs");
        var given = JsonSerializer.SerializeToNode(options)!.AsObject();
        given["apiUrl"] = new Uri(server.Address, "api/v1/").ToString();
        given["environmentKey"] = key;
        await client.AskAsync("init", given);
        return client;
    }
}
