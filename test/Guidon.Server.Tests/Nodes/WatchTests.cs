using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Npgsql;

namespace Guidon.Server.Tests.Nodes;

/// <summary>Two real servers on one PostgreSQL are one installation to whoever watches it.</summary>
[Trait("Category", "External")]
public sealed class WatchTests
{
    [Fact]
    public async Task Sums_over_two_nodes_fire_a_rule_that_neither_node_alone_would_and_people_are_told_once()
    {
        await using var people = await RecordingReceiver.StartAsync();
        await using var vendor = await RecordingReceiver.StartAsync();
        vendor.Answer = _ => 400;   // refused one by one: an attempt and a failure per event, and no more
        await using var first = await GuidonProcess.StartAsync(Quick(ServerSettings.OnPostgres(), "one"));
        await CreateChannelAsync(first, people);
        await first.CreateAsync("webhook", new { url = vendor.Address });
        var other = (await first.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", """{"name":"Other","project":1}""")).GetProperty("api_key").GetString()!;
        await first.CreateInAsync(other, "webhook", new { url = vendor.Address });
        await using var second = await GuidonProcess.StartAsync(Quick(ServerSettings.Beside(first), "two"));
        await Eventually.TrueAsync("each node pumps one of them", async () => await PumpersAsync(first) == 2);

        foreach (var environment in (string[])[first.ClientKey, other])
        {
            for (var i = 0; i < 3; i++) await EvaluateAsync(first, environment, $"user-{i}");
        }

        var sum = await FiringAsync(second, "IntegrationFailing");
        Assert.Contains("6 of 6 attempts failed", sum.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(await AlertsAsync(first), alert => alert.GetProperty("rule").GetString() == "DestinationFailing");
        await Eventually.TrueAsync("people are told", () => Told(people, "IntegrationFailing") > 0);
        var looks = await EvaluatedAsync(first, second);
        await Eventually.TrueAsync("the rules were evaluated five times more", async () => await EvaluatedAsync(first, second) > looks + 5);
        Assert.Equal(1, Told(people, "IntegrationFailing"));
        Assert.Single(await AlertsAsync(first), alert => alert.GetProperty("rule").GetString() == "IntegrationFailing");
    }

    [Fact]
    public async Task A_node_that_dies_with_the_watch_is_missed_and_followed_and_one_that_is_stopped_is_not_missed()
    {
        await using var people = await RecordingReceiver.StartAsync();
        await using var first = await GuidonProcess.StartAsync(Quick(ServerSettings.OnPostgres(), "one"));
        await CreateChannelAsync(first, people);
        await Eventually.TrueAsync("the first has the watch", async () => await EvaluatedAsync(first) > 0);
        await using var second = await GuidonProcess.StartAsync(Quick(ServerSettings.Beside(first), "two"));
        await using var third = await GuidonProcess.StartAsync(Quick(ServerSettings.Beside(first), "three"));

        Assert.Equal(0, await third.StopAsync());
        await first.KillAsync();
        var killed = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync("the second has the watch", async () => await EvaluatedAsync(second) > 0);
        var lost = await FiringAsync(second, "NodeLost");

        Assert.InRange(TimeProvider.System.GetElapsedTime(killed), TimeSpan.Zero, TimeSpan.FromMinutes(3));
        Assert.EndsWith("not heard of: one", lost.GetProperty("summary").GetString(), StringComparison.Ordinal);
        await Eventually.TrueAsync("people are told", () => Told(people, "NodeLost") == 1);
        await using var again = await GuidonProcess.StartAsync(Quick(ServerSettings.Again(first), "one"));
        await Eventually.TrueAsync("it is there again, and so the alert is over soon", async () =>
            (await AlertsAsync(second)).All(alert => alert.GetProperty("rule").GetString() != "NodeLost" || alert.GetProperty("state").GetString() == "resolved"), TimeSpan.FromMinutes(6));   // two after it was last seen, and two more for each hand-over
    }

    private static ServerSettings Quick(ServerSettings settings, string name) => settings with
    {
        Variables = new Dictionary<string, string>
        {
            ["GUIDON_Monitoring__EvaluationSeconds"] = "1",
            ["GUIDON_Monitoring__CanarySeconds"] = "0",
            ["GUIDON_Monitoring__NodeName"] = name,
            ["GUIDON_Delivery__LedgerSeconds"] = "1",
        },
    };

    private static Task<JsonElement> CreateChannelAsync(GuidonProcess node, RecordingReceiver people) => node.ManageAsync(
        HttpStatusCode.Created, "POST", "api/v1/organisations/1/integrations/alert-webhook/", JsonSerializer.Serialize(new { url = people.Address }));

    private static int Told(RecordingReceiver people, string rule) =>
        people.Requests.Count(request => request.Json.GetProperty("event_type").GetString() == "ALERT_FIRING" && request.Json.GetProperty("data").GetProperty("rule").GetString() == rule);

    private static async Task<JsonElement[]> AlertsAsync(GuidonProcess node) => [.. (await node.GetAsync("alerts")).GetProperty("results").EnumerateArray()];

    private static async Task<JsonElement> FiringAsync(GuidonProcess node, string rule)
    {
        JsonElement found = default;
        // Of a node that is lost two minutes pass by themselves.
        await Eventually.TrueAsync($"{rule} fires", async () => (found = (await AlertsAsync(node)).FirstOrDefault(alert =>
            alert.GetProperty("rule").GetString() == rule && alert.GetProperty("state").GetString() == "firing")).ValueKind == JsonValueKind.Object, TimeSpan.FromMinutes(4));
        return found;
    }

    // How often the rules were evaluated shows in when they were; only the node with the watch does so.
    private static async Task<double> EvaluatedAsync(params GuidonProcess[] nodes)
    {
        var times = await Task.WhenAll(nodes.Select(node => MetricAsync(node, "guidon_alerts_evaluated_timestamp_seconds")));
        return times.SelectMany(values => values).Max();
    }

    // How many nodes have a lease on one of the receivers.
    private static async Task<long> PumpersAsync(GuidonProcess node)
    {
        await using var connection = new NpgsqlConnection(node.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT COUNT(DISTINCT node_id) FROM destination_lease JOIN destination ON id = destination_id WHERE integration = 'webhook' AND held_until > clock_timestamp()", connection);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }

    private static async Task<double[]> MetricAsync(GuidonProcess node, string name) =>
        [.. (await node.Http.GetStringAsync("metrics")).Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task EvaluateAsync(GuidonProcess node, string environment, string identifier)
    {
        using var answer = await node.Http.SendAsync(node.Request(HttpMethod.Post, "api/v1/identities/", environment, $$"""{"identifier":"{{identifier}}","traits":[]}"""));
        Assert.True(answer.IsSuccessStatusCode);
    }
}
