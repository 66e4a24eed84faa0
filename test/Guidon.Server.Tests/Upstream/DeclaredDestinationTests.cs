using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests.Upstream;

/// <summary>Destinations that the edge's configuration declares get the server's whole promise.</summary>
public sealed class DeclaredDestinationTests
{
    [Fact]
    public async Task Every_evaluation_that_was_acknowledged_arrives_through_kills()
    {
        await using var upstream = await UpstreamAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        var load = new EvaluationLoad(4);
        var edge = await EdgeProcess.StartAsync(upstream.Address, config => Declare(config, receiver));
        await edge.UntilVersionAsync(1);
        for (var kill = 0; kill < 6; kill++)
        {
            var status = kill % 2 == 0 ? 503 : 200;
            receiver.Answer = _ => status;
            var calls = load.RunAsync(edge, CancellationToken.None);
            var before = load.Acknowledged.Count;
            await Eventually.TrueAsync("the load is under way", () => load.Acknowledged.Count > before + 50);
            await edge.KillAsync();
            await calls;
            await using var killed = edge;
            edge = await EdgeProcess.StartAsync(upstream.Address, config => Declare(config, receiver), killed);
        }

        receiver.Answer = _ => 200;
        await using (edge)
        {
            var ledger = await edge.DrainAsync("webhook");
            // One destination all the time: its ledger goes on over every restart.
            Assert.True(ledger.GetProperty("delivered").GetInt64() >= load.Acknowledged.Count, ledger.GetRawText());
            var arrived = receiver.Requests.Select(request => (request.Json.GetProperty("identity").GetString(), Number(request))).ToHashSet();
            Assert.DoesNotContain(load.Acknowledged, each => !arrived.Contains((each.Identity, each.Number)));
        }
    }

    [Fact]
    public async Task Receivers_know_the_environment_by_the_upstreams_id()
    {
        await using var upstream = await UpstreamAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var edge = await EdgeProcess.StartAsync(upstream.Address, config => Declare(config, receiver));
        await edge.UntilVersionAsync(1);
        await edge.EvaluateAsync("ann");
        await edge.DrainAsync("webhook");
        Assert.Equal(9, receiver.Requests.Single().Json.GetProperty("flags")[0].GetProperty("environment").GetInt32());
    }

    [Fact]
    public async Task Capture_modes_gaps_and_erasure_are_those_of_a_server()
    {
        await using var upstream = await UpstreamAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var edge = await EdgeProcess.StartAsync(upstream.Address, config => Declare(config, receiver));
        await edge.UntilVersionAsync(1);
        await edge.EvaluateAsync("ann");
        await edge.DrainAsync("webhook");
        var environment = $"api/guidon/v1/environments/{edge.ClientKey}/";
        using var strict = await edge.Management.PutAsJsonAsync(environment + "retention", new { mode = "strict", days = 2 });
        Assert.Equal(HttpStatusCode.OK, strict.StatusCode);

        using (var held = new SqliteConnection($"Data Source={Path.Combine(edge.Folder, "guidon.db")};Pooling=False"))
        {
            // Another program that writes and does not come to an end.
            await held.OpenAsync();
            await using var begin = held.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync();
            await edge.ExpectAsync(HttpStatusCode.ServiceUnavailable, "GET", "api/v1/identities/?identifier=ann", edge.ClientKey);
        }

        await edge.EvaluateAsync("ann");
        await Eventually.TrueAsync("the gap is kept", async () => (await edge.GetAsync("status")).GetProperty("capture_gaps").EnumerateArray().Any(gap => !gap.GetProperty("open").GetBoolean()));
        Assert.NotEqual("none", (await edge.GetAsync("status")).GetProperty("storage").GetProperty("promise").GetString());
        await edge.DrainAsync("webhook");
        using var erased = await edge.Management.DeleteAsync(environment + "identities/ann");
        Assert.Equal(2, JsonElement.Parse(await erased.Content.ReadAsStringAsync()).GetProperty("events").GetInt32());
        await edge.UntilVersionAsync(1);
        Assert.Equal(0, await edge.LedgerAsync("webhook", "residual"));
    }

    [Fact]
    public async Task A_declaration_that_changes_or_goes_is_followed_and_said()
    {
        await using var upstream = await UpstreamAsync();
        await using var first = await RecordingReceiver.StartAsync();
        await using var second = await RecordingReceiver.StartAsync();
        await using var one = await EdgeProcess.StartAsync(upstream.Address, config => Declare(config, first));
        await one.UntilVersionAsync(1);
        await one.EvaluateAsync("ann");
        await one.DrainAsync("webhook");
        var id = (await one.DestinationAsync("webhook")).GetProperty("id").GetInt32();
        await one.KillAsync();

        await using var two = await EdgeProcess.StartAsync(upstream.Address, config => Declare(config, second), one);
        Assert.Equal(id, (await two.DestinationAsync("webhook")).GetProperty("id").GetInt32());
        await two.EvaluateAsync("bob");
        await two.DrainAsync("webhook");
        Assert.Equal(["ann"], first.Requests.Select(request => request.Json.GetProperty("identity").GetString()));
        Assert.Equal(["bob"], second.Requests.Select(request => request.Json.GetProperty("identity").GetString()));
        await two.KillAsync();

        await using var three = await EdgeProcess.StartAsync(upstream.Address, earlier: two);
        Assert.Equal("""{"results":[]}""", await three.Management.GetStringAsync("api/guidon/v1/destinations"));
        await Eventually.TrueAsync("the log says so", () => three.Output.Contains("Deleted the destination webhook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_edge_tells_people_what_is_wrong_by_the_channels_that_are_declared()
    {
        await using var vendor = await RecordingReceiver.StartAsync();
        vendor.Answer = _ => new Reply(200, """{"code":200,"events_ingested":0}""");
        await using var people = await RecordingReceiver.StartAsync();
        var upstream = await UpstreamAsync();
        var quick = new Dictionary<string, string> { ["GUIDON_Monitoring__EvaluationSeconds"] = "1", ["GUIDON_Delivery__LedgerSeconds"] = "1" };
        await using var edge = await EdgeProcess.StartAsync(upstream.Address, config => config["destinations"] = new JsonArray(
            Destination("amplitude", new JsonObject { ["api_key"] = "AK_TEST", ["base_url"] = vendor.Address.ToString() }),
            Destination("alert-webhook", new JsonObject { ["url"] = people.Address.ToString() })), variables: quick);
        await edge.UntilVersionAsync(1);
        await edge.EvaluateAsync("ann");
        await upstream.DisposeAsync();

        await Eventually.TrueAsync("people are told", () => people.Requests.Any(request => request.Text.Contains("AnswersContradict", StringComparison.Ordinal)));
        await Eventually.TrueAsync("that nothing newer comes is seen", async () => (await edge.GetAsync("alerts?state=pending")).GetRawText().Contains("nothing newer for 1 environments", StringComparison.Ordinal));
        await Eventually.TrueAsync("the channel's books say so", async () => await edge.LedgerAsync("alert-webhook", "delivered") > 0);
    }

    [Fact]
    public async Task Wrong_settings_are_one_line_with_all_errors_and_no_secret()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => EdgeProcess.StartAsync(new Uri("http://127.0.0.1:1"), config => config["destinations"] = new JsonArray(
            Destination("webhook", new JsonObject { ["url"] = "not an address", ["secret"] = "do-not-print-me", ["urll"] = "x" }),
            Destination("webhok", []),
            new JsonObject { ["integration"] = "alert-webhook", ["client_side_key"] = EdgeProcess.ClientKey, ["settings"] = new JsonObject { ["url"] = "https://example.com/" } })));
        Assert.Contains("ended with 1", failure.Message);
        var line = Assert.Single(failure.Message.Split('\n'), text => text.StartsWith("guidon: ", StringComparison.Ordinal));
        foreach (var part in (string[])["destinations[0].settings.url", "destinations[0].settings.urll", "webhok", "alert-webhook takes no client_side_key"]) Assert.Contains(part, line);
        Assert.DoesNotContain("do-not-print-me", failure.Message);
    }

    private static void Declare(JsonObject config, RecordingReceiver receiver) =>
        config["destinations"] = new JsonArray(Destination("webhook", new JsonObject { ["url"] = new Uri(receiver.Address, "hook").ToString() }));

    private static JsonObject Destination(string integration, JsonObject settings) => new() { ["integration"] = integration, ["settings"] = settings };

    private static int Number(ReceivedRequest request) =>
        request.Json.GetProperty("traits").EnumerateArray().Single(each => each.GetProperty("trait_key").GetString() == "n").GetProperty("trait_value").GetInt32();

    private static async Task<ScriptedUpstream> UpstreamAsync()
    {
        var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        return upstream;
    }
}
