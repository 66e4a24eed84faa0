using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Versions;

/// <summary>The same on PostgreSQL, and with two nodes.</summary>
[Trait("Category", "External")]
public sealed class VersionScheduleOnPostgres : VersionScheduleTests
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();

    [Fact]
    public async Task Of_two_nodes_that_see_its_moment_one_makes_it_live_and_both_serve_it()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var first = await StartAsync();
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Beside(first));
        var feature = await NameAsync(first);
        await first.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{first.ClientKey}/webhooks/", $$"""{"url":"{{receiver.Address}}"}""");
        for (var number = 2; number <= 6; number++)
        {
            await ScheduleAsync(number % 2 == 0 ? first : second, await DraftAsync(first, $"value {number}"), TimeSpan.FromSeconds(1));
            foreach (var node in (GuidonProcess[])[first, second]) await Eventually.TrueAsync("it counts everywhere", async () => (await node.ReadFlagAsync(feature)).Text == $"value {number}");
        }

        await Eventually.TrueAsync("all are told", () => receiver.Requests.Count >= 10);
        Assert.Equal(5, receiver.Requests.Count(each => each.Json.GetProperty("event_type").GetString() == "NEW_VERSION_PUBLISHED"));
        var versions = (await first.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/environments/1/features/1/versions/")).GetProperty("results");
        Assert.Equal([6, 5, 4, 3, 2, 1], versions.EnumerateArray().Select(each => each.GetProperty("number").GetInt32()));
    }
}
