using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>What becomes of evaluations when the file of the log cannot be written. PostgreSQL that fails is killed in <c>CrashTests</c>.</summary>
public sealed class LogFailureTests
{
    [Fact]
    public async Task While_the_log_cannot_be_written_events_are_kept_where_flags_come_first_and_callers_get_503_where_events_do()
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
            await Eventually.TrueAsync("it says that nothing can be stored", async () =>
                JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status")).GetProperty("storage").GetProperty("promise").GetString() == "none");
        }

        await server.EvaluateAsync("alice");
        // The caller who got 503 may try again; the other one has its answer, so its event was not given up.
        await Eventually.TrueAsync("the gap has ended and is kept", async () => (await GapsAsync(server)).SequenceEqual(["log_failed 1 False"]));
        var ledger = await server.DrainAsync("webhook");
        Assert.Equal(3, ledger.GetProperty("accepted").GetInt64());
    }

    private static Task<HttpResponseMessage> EvaluateAsync(GuidonProcess server) => server.Http.SendAsync(
        server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, """{"identifier":"alice","traits":[]}"""));

    private static async Task<IEnumerable<string>> GapsAsync(GuidonProcess server)
    {
        var status = JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status"));
        return status.GetProperty("capture_gaps").EnumerateArray().Select(gap => $"{gap.GetProperty("reason")} {gap.GetProperty("events")} {gap.GetProperty("open")}");
    }
}
