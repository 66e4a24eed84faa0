using System.Diagnostics;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Clients;

/// <summary>The server ends and starts again and again while SDKs poll: none throws past its caller, and each works after every restart.</summary>
[Trait("Category", "External")]
public sealed class RestartTests(ITestOutputHelper output)
{
    [Fact]
    public Task Clients_live_through_five_restarts() => RunAsync(restart => restart < 5);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Clients_live_through_ten_minutes_of_restarts()
    {
        var started = Stopwatch.GetTimestamp();
        return RunAsync(_ => Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(10));
    }

    private async Task RunAsync(Func<int, bool> goesOn)
    {
        var server = await GuidonProcess.StartAsync();
        await using var browser = SdkSession.Start("in-node.mjs", "flagsmith", "flagsmith/isomorphic");
        await using var local = SdkSession.Start("in-node.mjs", "flagsmith-nodejs", "flagsmith-nodejs");
        await using var remote = SdkSession.Start("in-node.mjs", "flagsmith-nodejs", "flagsmith-nodejs");
        var apiUrl = new Uri(server.Address, "api/v1/").ToString();
        await browser.AskAsync("init", new { apiUrl, environmentKey = server.ClientKey, enableAnalytics = true });
        await browser.AskAsync("startListening", new { milliseconds = 20 });
        await local.AskAsync("init", new { apiUrl, environmentKey = server.ServerKey, enableLocalEvaluation = true, environmentRefreshIntervalSeconds = 0.02 });
        await remote.AskAsync("init", new { apiUrl, environmentKey = server.ClientKey });
        var expected = await local.AskAsync("identity", new { identity = "restarts" });
        var restarts = 0;
        for (; goesOn(restarts); restarts++)
        {
            // Half of the ends are orderly, half are not.
            if (restarts % 2 == 0) await server.StopAsync();
            else await server.KillAsync();
            await DuringAsync(browser, local, remote, expected);
            await using var ended = server;
            server = await GuidonProcess.StartAsync(ServerSettings.Again(ended));
            await AfterAsync(browser, local, remote);
        }

        await server.DisposeAsync();
        output.WriteLine($"{restarts} restarts");
    }

    // What each may do without a server: the browser's client keeps its flags, local evaluation goes on, remote evaluation throws an Error.
    private static async Task DuringAsync(SdkSession browser, SdkSession local, SdkSession remote, JsonElement expected)
    {
        Assert.Equal("20", (await browser.AskAsync("flags")).GetProperty("page_size").GetProperty("value").GetRawText());
        Assert.True(JsonElement.DeepEquals(expected, await local.AskAsync("identity", new { identity = "restarts" })));
        var (_, error) = await remote.TryAsync("identity", new { identity = "restarts" });
        Assert.StartsWith("Error: ", error);
    }

    private static async Task AfterAsync(SdkSession browser, SdkSession local, SdkSession remote)
    {
        await browser.AskAsync("takeErrors");
        await Eventually.TrueAsync("remote evaluation works again", async () => (await remote.TryAsync("identity", new { identity = "restarts" })).Error is null);
        await Eventually.TrueAsync("the browser's client works again", async () => (await browser.TryAsync("getFlags")).Error is null);
        // The browser's client lets the failed calls of its polling go unhandled, as a page would only note in its console; nothing else may be among them.
        Assert.All((await browser.AskAsync("takeStray")).EnumerateArray(), stray => Assert.Equal("TypeError: fetch failed", stray.GetString()));
        Assert.Equal("[]", (await local.AskAsync("takeStray")).GetRawText());
        Assert.Equal("[]", (await remote.AskAsync("takeStray")).GetRawText());
    }
}
