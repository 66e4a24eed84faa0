using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests;

/// <summary>Undelivered events that grow too old, in a real server process.</summary>
public sealed class ExpiryTests
{
    [Fact]
    [Trait("Row", "OPS-05")]
    public async Task Undelivered_events_expire_after_three_warnings_and_the_decision_is_listed()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 503;
        var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        for (var n = 0; n < 5; n++) await server.EvaluateAsync($"early-{n}");
        foreach (var (days, left) in ((int, int)[])[(24, 7), (4, 3), (1, 1)])
        {
            server = await AgeAsync(server, days);
            await Eventually.TrueAsync($"it is warned {left} days before", async () => (await StatusAsync(server)).GetProperty("retention_notices").EnumerateArray()
                .Any(notice => notice.GetProperty("days_left").GetInt32() == left && notice.GetProperty("events").GetInt64() == 5));
            Assert.Equal(5, await server.LedgerAsync("webhook", "pending"));
        }

        server = await AgeAsync(server, 2);
        await Eventually.TrueAsync("it is decided", async () => await server.LedgerAsync("webhook", "expired") == 5);
        var ledger = await server.DrainAsync("webhook");
        var decision = Assert.Single(JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/retention-decisions")).GetProperty("results").EnumerateArray());
        var record = Assert.Single(JsonElement.Parse(await server.Management.GetStringAsync("api/v1/organisations/1/audit/?is_system_event=true&search=undelivered")).GetProperty("results").EnumerateArray());
        await server.DisposeAsync();

        Assert.Equal("Undelivered events of destination expired: webhook", record.GetProperty("log").GetString());
        Assert.Equal((5, 0), (ledger.GetProperty("accepted").GetInt64(), ledger.GetProperty("delivered").GetInt64()));
        Assert.Equal((5, 30), (decision.GetProperty("events").GetInt64(), decision.GetProperty("retention_days").GetInt32()));
    }

    // Time passes for what is stored: events and warnings become older while the server is down.
    private static async Task<GuidonProcess> AgeAsync(GuidonProcess server, int days)
    {
        await server.StopAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "guidon.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE event SET occurred_at = occurred_at - @age; UPDATE retention_notice SET noticed_at = noticed_at - @age, oldest_at = oldest_at - @age";
            command.Parameters.AddWithValue("@age", days * 24L * 3_600 * 1_000_000);
            await command.ExecuteNonQueryAsync();
        }

        await using var gone = server;
        return await GuidonProcess.StartAsync(ServerSettings.Again(gone));
    }

    private static async Task<JsonElement> StatusAsync(GuidonProcess server) => JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status"));
}
