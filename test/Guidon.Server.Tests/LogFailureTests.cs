using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>What becomes of evaluations when the file of the log cannot be written. PostgreSQL that fails is killed in <c>CrashTests</c>.</summary>
public sealed class LogFailureTests
{
    [Fact]
    public async Task A_log_that_cannot_be_written_is_a_gap_where_flags_come_first_and_503_where_events_do()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await server.SetModeAsync("strict");

        using (StoreLock.Take(server.Folder))
        {
            using var refused = await EvaluateAsync(server);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
            Assert.Contains("unavailable", await refused.Content.ReadAsStringAsync());
        }

        await server.SetModeAsync("available");
        using (StoreLock.Take(server.Folder))
        {
            using var answered = await EvaluateAsync(server);
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
            var storage = JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status")).GetProperty("storage");
            Assert.Equal("none", storage.GetProperty("promise").GetString());
        }

        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("the gap is kept", async () => (await GapsAsync(server)).Sum(gap => gap.GetProperty("events").GetInt64()) == 2);
        Assert.All(await GapsAsync(server), gap => Assert.Equal(("log_failed", false), (gap.GetProperty("reason").GetString(), gap.GetProperty("open").GetBoolean())));
        var ledger = await server.DrainAsync("webhook");
        Assert.Equal(2, ledger.GetProperty("accepted").GetInt64());
    }

    private static Task<HttpResponseMessage> EvaluateAsync(GuidonProcess server) => server.Http.SendAsync(
        server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, """{"identifier":"alice","traits":[]}"""));

    private static async Task<List<JsonElement>> GapsAsync(GuidonProcess server)
    {
        var status = JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status"));
        return [.. status.GetProperty("capture_gaps").EnumerateArray()];
    }
}
