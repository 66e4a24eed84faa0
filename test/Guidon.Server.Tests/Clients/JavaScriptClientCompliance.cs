using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

/// <summary>The npm package <c>flagsmith</c>, the client of browsers, unmodified: one line per place in which it runs.</summary>
[Trait("Category", "External")]
[Trait("Row", "106")]
public abstract class JavaScriptClientCompliance(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly object s_pro = new { plan = "pro" };

    private GuidonProcess Server => fixture.Server;

    /// <summary>A new client in a new process.</summary>
    protected abstract SdkSession Start();

    [Fact]
    public async Task Flags_are_those_of_the_environment_after_init()
    {
        await using var client = Start();
        var flags = await InitAsync(client, Server);
        Assert.Equal((true, "\"Welcome!\""), Flag(flags, "banner_text"));
        Assert.Equal((false, "\"legacy\""), Flag(flags, "old_search"));
        Assert.Equal((true, "20"), Flag(flags, "page_size"));
        Assert.False(flags.TryGetProperty("fraud_rules", out _));
        await AssertNoErrorsAsync(client);
    }

    [Fact]
    public async Task Traits_decide_are_kept_and_change()
    {
        await using var client = Start();
        await InitAsync(client, Server);
        Assert.Equal((true, "100"), Flag(await client.AskAsync("identify", new { identity = Name("keeps"), traits = s_pro }), "page_size"));
        Assert.Equal((true, "20"), Flag(await client.AskAsync("setTraits", new { traits = new { plan = "free", visits = 3, beta = true } }), "page_size"));
        Assert.Equal((true, "20"), Flag(await client.AskAsync("logout"), "page_size"));
        // Without traits the client asks with GET, and takes over what the server knows.
        await client.AskAsync("identify", new { identity = Name("keeps") });
        var traits = await client.AskAsync("traits");
        Assert.Equal(("free", 3, true), (traits.GetProperty("plan").GetString(), traits.GetProperty("visits").GetInt32(), traits.GetProperty("beta").GetBoolean()));
        await AssertNoErrorsAsync(client);
    }

    [Fact]
    public async Task Transient_traits_and_identities_decide_and_are_forgotten()
    {
        await using var client = Start();
        await InitAsync(client, Server);
        var transient = new { plan = new { value = "pro", transient = true } };
        Assert.Equal((true, "100"), Flag(await client.AskAsync("identify", new { identity = Name("trait"), traits = transient }), "page_size"));
        Assert.Equal((true, "100"), Flag(await client.AskAsync("identify", new { identity = Name("whole"), traits = s_pro, transient = true }), "page_size"));
        foreach (var identity in new[] { Name("trait"), Name("whole") })
        {
            await client.AskAsync("logout");
            Assert.Equal((true, "20"), Flag(await client.AskAsync("identify", new { identity }), "page_size"));
            Assert.Equal("{}", (await client.AskAsync("traits")).GetRawText());
        }

        await AssertNoErrorsAsync(client);
    }

    [Fact]
    public async Task Somebody_without_a_name_gets_one_and_the_flags_of_the_traits()
    {
        await using var client = Start();
        var flags = await client.AskAsync("init", new
        {
            apiUrl = ApiUrl(Server),
            evaluationContext = new { environment = new { apiKey = Server.ClientKey }, identity = new { traits = s_pro } },
        });
        Assert.Equal((true, "100"), Flag(flags, "page_size"));
        Assert.Matches("^[0-9a-f]{64}$", (await client.AskAsync("identifier")).GetString());
        await AssertNoErrorsAsync(client);
    }

    [Fact]
    public async Task An_override_of_an_identity_is_shown_to_it_alone()
    {
        await using var client = Start();
        await InitAsync(client, Server);
        Assert.Equal((true, "\"Hello, demo!\""), Flag(await client.AskAsync("identify", new { identity = "guidon-demo" }), "banner_text"));
        Assert.Equal((true, "\"Welcome!\""), Flag(await client.AskAsync("identify", new { identity = Name("other") }), "banner_text"));
    }

    [Fact]
    public async Task A_wrong_key_is_an_error_and_not_a_failure_of_the_network()
    {
        await using var client = Start();
        // The client turns a JSON error into these words; a browser that may not read the answer of another origin says "Failed to fetch".
        var (_, error) = await client.TryAsync("init", new { apiUrl = ApiUrl(Server), environmentKey = "nobody" });
        Assert.Contains("[object Object]", error);
    }

    [Fact]
    public async Task A_server_that_restarts_costs_an_error_and_no_flag()
    {
        await using var first = await GuidonProcess.StartAsync();
        await using var client = Start();
        await InitAsync(client, first);
        var before = await client.AskAsync("identify", new { identity = "stays", traits = s_pro });
        await first.KillAsync();
        var (_, error) = await client.TryAsync("getFlags");
        Assert.Contains("fetch", error);
        await client.AskAsync("takeErrors");
        Assert.True(JsonElement.DeepEquals(before, await client.AskAsync("flags")));
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Again(first));
        Assert.True(JsonElement.DeepEquals(before, await client.AskAsync("getFlags")));
        await AssertNoErrorsAsync(client);
    }

    protected static string ApiUrl(GuidonProcess server) => new Uri(server.Address, "api/v1/").ToString();

    protected static Task<JsonElement> InitAsync(SdkSession client, GuidonProcess server, bool enableAnalytics = false) =>
        client.AskAsync("init", new { apiUrl = ApiUrl(server), environmentKey = server.ClientKey, enableAnalytics });

    private static (bool Enabled, string Value) Flag(JsonElement flags, string name) =>
        (flags.GetProperty(name).GetProperty("enabled").GetBoolean(), flags.GetProperty(name).GetProperty("value").GetRawText());

    private static async Task AssertNoErrorsAsync(SdkSession client) => Assert.Equal("[]", (await client.AskAsync("takeErrors")).GetRawText());

    private string Name(string what) => $"{GetType().Name}-{what}";
}
