using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>The official SDKs, unmodified, see what the sample project says.</summary>
[Trait("Category", "External")]
public sealed class SdkTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    // Known answers: md5 bucketing depends on the environment's random key, so variants are only checked for agreement.
    private static readonly object s_pro = new { plan = "pro", age = 30, beta = true };

    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task Node_reads_environment_and_identity_flags_remotely()
    {
        var answer = await SdkProgram.AskAsync("node-remote.mjs", Server, "node-remote", s_pro);
        AssertEnvironment(answer.GetProperty("environment"), serverSide: false);
        AssertFlag(answer.GetProperty("identity"), "page_size", true, "100");
        AssertFlag(answer.GetProperty("transientTraits"), "page_size", true, "100");
        // Nothing of the transient traits was kept: the same identifier without them is an ordinary customer again.
        AssertFlag(answer.GetProperty("transientIdentity"), "page_size", true, "20");
    }

    [Fact]
    public async Task Node_reads_the_override_of_an_identity() =>
        AssertFlag((await SdkProgram.AskAsync("node-remote.mjs", Server, "guidon-demo", new { })).GetProperty("identity"), "banner_text", true, "\"Hello, demo!\"");

    [Fact]
    public async Task Node_evaluates_the_document_locally_to_the_same_answers_as_the_server()
    {
        foreach (var identity in Enumerable.Range(0, 5).Select(i => $"local-{i}").Append("guidon-demo"))
        {
            var local = await SdkProgram.AskAsync("node-local.mjs", Server, identity, s_pro);
            AssertEnvironment(local.GetProperty("environment"), serverSide: true);
            Assert.Contains("pro_customers", local.GetProperty("segments").EnumerateArray().Select(segment => segment.GetString()));
            var remote = await RemoteAsync(identity);
            foreach (var flag in local.GetProperty("identity").EnumerateObject())
            {
                Assert.True(
                    JsonElement.DeepEquals(flag.Value.GetProperty("value"), remote[flag.Name].GetProperty("feature_state_value")),
                    $"{identity}, {flag.Name}: local {flag.Value}, remote {remote[flag.Name]}");
                Assert.Equal(flag.Value.GetProperty("enabled").GetBoolean(), remote[flag.Name].GetProperty("enabled").GetBoolean());
            }
        }
    }

    [Fact]
    public async Task The_browser_client_reads_flags_identifies_and_stays_anonymous()
    {
        var answer = await SdkProgram.AskAsync("js-client.mjs", Server, "js-client", s_pro);
        AssertEnvironment(answer.GetProperty("environment"), serverSide: false);
        var identity = answer.GetProperty("identity");
        AssertFlag(identity.GetProperty("flags"), "page_size", true, "100");
        Assert.Equal("pro", TraitValue(identity.GetProperty("traits").GetProperty("plan")));
        var anonymous = answer.GetProperty("anonymous");
        AssertFlag(anonymous.GetProperty("flags"), "page_size", true, "100");
        Assert.Matches("^[0-9a-f]{64}$", anonymous.GetProperty("identifier").GetString());
    }

    [Fact]
    public async Task The_browser_client_hears_of_a_change_and_fetches_once()
    {
        // A server of its own: the other tests read the values of the sample project.
        await using var server = await GuidonProcess.StartAsync();
        var listening = SdkProgram.AskAsync("--experimental-eventsource js-realtime.mjs", server, "-", new { feature = "banner_text", value = "pushed" });
        await Eventually.TrueAsync("the client listens", async () => await server.MetricAsync("guidon_realtime_events_sent") >= 1);
        await server.ChangeTextAsync("banner_text", "pushed");
        var answer = await listening;
        Assert.Equal(("Welcome!", "pushed"), (answer.GetProperty("first").GetString(), answer.GetProperty("now").GetString()));
        // At the start and after the change; the event at the beginning of a stream says what the header said, and costs nothing.
        Assert.Equal(2, answer.GetProperty("fetches").GetInt32());
    }

    private static string? TraitValue(JsonElement trait) =>
        trait.ValueKind == JsonValueKind.Object ? trait.GetProperty("value").GetString() : trait.GetString();

    private static void AssertEnvironment(JsonElement flags, bool serverSide)
    {
        AssertFlag(flags, "dark_mode", true, "null");
        AssertFlag(flags, "new_dashboard", false, "null");
        AssertFlag(flags, "old_search", false, "\"legacy\"");
        AssertFlag(flags, "banner_text", true, "\"Welcome!\"");
        AssertFlag(flags, "page_size", true, "20");
        AssertFlag(flags, "checkout_button", true, "\"green\"");
        Assert.Equal(serverSide, flags.TryGetProperty("fraud_rules", out _));
    }

    private static void AssertFlag(JsonElement flags, string name, bool enabled, string value)
    {
        var flag = flags.GetProperty(name);
        Assert.Equal((name, enabled, value), (name, flag.GetProperty("enabled").GetBoolean(), flag.GetProperty("value").GetRawText()));
    }

    private async Task<Dictionary<string, JsonElement>> RemoteAsync(string identity)
    {
        var body = JsonSerializer.Serialize(new
        {
            identifier = identity,
            transient = true,
            traits = new object[]
            {
                new { trait_key = "plan", trait_value = "pro" }, new { trait_key = "age", trait_value = 30 }, new { trait_key = "beta", trait_value = true },
            },
        });
        using var answer = await Server.Http.SendAsync(Server.Request(HttpMethod.Post, "api/v1/identities/", Server.ServerKey, body));
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        return json.GetProperty("flags").EnumerateArray().ToDictionary(flag => flag.GetProperty("feature").GetProperty("name").GetString() ?? "");
    }
}
