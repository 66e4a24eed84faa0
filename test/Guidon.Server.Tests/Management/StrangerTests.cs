using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Two organisations on one server, both with destinations, parked events and replays: each sees and moves its own alone.</summary>
public sealed class StrangerTests
{
    private const string Root = "api/guidon/v1/";

    [Fact]
    public async Task Lists_and_moves_of_one_organisation_leave_out_the_other()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 400;
        await using var server = await PreparedInstallation.StartWithNeighbourAsync();
        using var neighbour = server.NeighbourHttp();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        using (var created = await neighbour.PostAsJsonAsync($"api/v1/environments/{Neighbour.ClientKey}/integrations/webhook/", new { url = receiver.Address }))
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await server.EvaluateAsync("alice");
        await server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", Neighbour.ClientKey, """{"identifier":"bob"}""");
        await Eventually.TrueAsync("both are parked", async () => await ParkedAsync(server.Management) == "alice" && await ParkedAsync(neighbour) == "bob");
        await Eventually.TrueAsync("both attempts are kept", async () =>
            (await ListAsync(server.Management, "attempts")).Count > 0 && (await ListAsync(neighbour, "attempts")).Count > 0);
        var (mine, theirs) = (await DestinationAsync(server.Management), await DestinationAsync(neighbour));

        Assert.NotEqual(mine, theirs);
        foreach (var (http, own, other) in new[] { (server.Management, mine, theirs), (neighbour, theirs, mine) })
        {
            Assert.Equal([own], (await ListAsync(http, "attempts")).Select(each => each.GetProperty("destination").GetInt32()).Distinct());
            Assert.Empty(await ListAsync(http, $"attempts?destination={other}"));
            Assert.Empty(await ListAsync(http, $"parked?destination={other}"));
            Assert.Single((await http.GetStringAsync(Root + "parked/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(1, await MovedAsync(http, "parked/retry", new { dry_run = true }));
            Assert.Equal(0, await MovedAsync(http, "parked/cancel", new { reason = "x", destination = other }));
            using var refused = await http.PostAsJsonAsync(Root + "replays", new { destination = other, mode = "resend_failed", dry_run = true });
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            using var replay = await http.PostAsJsonAsync(Root + "replays", new { destination = own, mode = "verify_only" });
            Assert.Equal(HttpStatusCode.Created, replay.StatusCode);
            Assert.Equal(own, Assert.Single(await ListAsync(http, "replays")).GetProperty("destination").GetInt32());
        }

        Assert.Equal(1, await MovedAsync(neighbour, "parked/cancel", new { reason = "none of ours" }));
        Assert.Equal(("alice", ""), (await ParkedAsync(server.Management), await ParkedAsync(neighbour)));
    }

    private static async Task<int> DestinationAsync(HttpClient http) => Assert.Single(await ListAsync(http, "destinations")).GetProperty("id").GetInt32();

    private static async Task<string> ParkedAsync(HttpClient http) =>
        string.Join(",", (await ListAsync(http, "parked")).Select(each => each.GetProperty("identity").GetString()));

    private static async Task<List<JsonElement>> ListAsync(HttpClient http, string path) =>
        [.. JsonElement.Parse(await http.GetStringAsync(Root + path)).GetProperty("results").EnumerateArray()];

    private static async Task<int> MovedAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(Root + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text).GetProperty("events").GetInt32();
    }
}
