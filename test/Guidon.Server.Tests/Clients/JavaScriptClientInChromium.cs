using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

/// <summary>In a page of another origin: preflights and exposed headers are the browser's, not ours.</summary>
public sealed class JavaScriptClientInChromium(ServerFixture fixture) : JavaScriptClientCompliance(fixture)
{
    protected override SdkSession Start() => SdkSession.Start("in-chromium.mjs", "flagsmith", "flagsmith");

    // Only here: outside of pages (and React Native) this client counts and never sends.
    [Fact]
    public async Task Evaluations_that_the_client_counted_arrive_in_the_store()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var client = Start();
        await InitAsync(client, server, enableAnalytics: true);
        await client.AskAsync("evaluate", new { feature = "dark_mode", times = 7 });
        await Eventually.TrueAsync("the client has sent its counts", async () => (await client.AskAsync("analyticsPosts")).GetInt32() > 0);
        await server.StopAsync();
        Assert.Equal(7, (await StoredUsage.ReadAsync(server.Folder))["dark_mode"]);
    }
}
