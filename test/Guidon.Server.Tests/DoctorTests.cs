using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests;

/// <summary>A row that somebody takes away by hand shows, wherever it was.</summary>
public sealed class DoctorTests
{
    [Theory]
    [Trait("Row", "MON-06")]
    [InlineData("DELETE FROM event WHERE sequence = 1", "rows_missing")]
    [InlineData("DELETE FROM event WHERE sequence = (SELECT last_sequence FROM event_log_head)", "rows_missing")]
    [InlineData("DELETE FROM parked_event WHERE sequence = (SELECT MAX(sequence) FROM parked_event)", "residual")]
    [InlineData("DELETE FROM destination_ledger WHERE destination_id = 1", "ledger_missing")]
    [InlineData("DELETE FROM flag_table WHERE id = (SELECT MAX(id) FROM flag_table)", "rows_missing")]
    [InlineData("DELETE FROM cancelled_event WHERE destination_id = 1", "rows_missing")]
    [InlineData("DELETE FROM replay WHERE id = 1", "rows_missing")]
    [InlineData("DELETE FROM replay_outcome WHERE replay_id = 1", "replay_unbalanced")]
    [InlineData("DELETE FROM returned_event WHERE sequence = (SELECT MAX(sequence) FROM returned_event)", "replay_unbalanced")]
    [InlineData("DELETE FROM mapper_span WHERE destination_id = 1", "rows_missing")]
    [InlineData("DELETE FROM row_ledger WHERE name = 'event'", "counters_missing")]
    [InlineData("DELETE FROM event_log_head WHERE id = 1", "counters_missing")]
    public async Task One_row_that_is_deleted_by_hand_shows_in_the_status_the_metrics_and_the_doctor(string sql, string code)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 400;
        var quick = new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Delivery__LedgerSeconds"] = "1" } };
        await using var server = await GuidonProcess.StartAsync(quick);
        await server.CreateAsync("webhook", new { url = receiver.Address });
        foreach (var identity in (string[])["a", "b", "c", "d"]) await server.EvaluateAsync(identity);
        await server.DrainAsync("webhook");
        await server.PostAsync("parked/cancel", new { reason = "test", identity = "a" });
        receiver.Answer = _ => 200;
        await server.DoneAsync(await server.ReplayAsync(new { destination = 1, mode = "remap_failed", filter = new { identity = "b" } }));
        receiver.Answer = _ => 503;
        var open = await server.ReplayAsync(new { destination = 1, mode = "remap_failed", filter = new { identity = "c" } });
        await Eventually.TrueAsync("it has taken its event", async () => (await server.GetAsync($"replays/{open}")).GetProperty("outstanding").GetInt32() == 1);
        await Eventually.TrueAsync("all is well", async () => (await CodesAsync(server)).Length == 0);

        await ExecuteAsync(server.Folder, sql);

        await Eventually.TrueAsync("it shows", async () => (await CodesAsync(server)).Contains(code));
        Assert.Equal("alarm", (await server.GetAsync("status")).GetProperty("state").GetString());
        Assert.DoesNotContain("guidon_store_findings 0", await server.Http.GetStringAsync("metrics"));
        var online = await GuidonProcess.RunAsync(["doctor", "--url", server.Address.ToString()], variables: new Dictionary<string, string> { ["GUIDON_API_KEY"] = GuidonProcess.ApiKey });
        Assert.Equal(1, online.ExitCode);
        Assert.StartsWith("Storage: promise ", online.Output, StringComparison.Ordinal);
        await server.StopAsync();
        var offline = await GuidonProcess.RunAsync(["doctor", "--data", server.Folder]);
        Assert.Equal(1, offline.ExitCode);
        Assert.Contains(offline.Output.Split('\n'), line => line.StartsWith(code + ": ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_doctor_says_that_all_is_well_reads_only_and_leaves_a_folder_in_use_alone()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await server.DrainAsync("webhook");
        var inUse = await GuidonProcess.RunAsync(["doctor", "--data", server.Folder]);
        Assert.Equal(2, inUse.ExitCode);
        Assert.Contains("guidon doctor --url", inUse.Errors);
        Assert.Contains("guidon_ledger_residual_events", await server.Http.GetStringAsync("metrics"));
        await server.KillAsync();   // leaves a log beside the database
        var before = await File.ReadAllBytesAsync(Path.Combine(server.Folder, "guidon.db"));

        var (code, text, _) = await GuidonProcess.RunAsync(["doctor", "--data", server.Folder]);

        // Temporary folders lie in memory on some machines, and that is a finding.
        Assert.True(code == 0 ? text.Contains("All is well.") : text.StartsWith("not_durable: ", StringComparison.Ordinal), text);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(server.Folder, "guidon.db")));
        var nowhere = await GuidonProcess.RunAsync(["doctor", "--data", Path.Combine(server.Folder, "nothing")]);
        Assert.Equal(2, nowhere.ExitCode);
    }

    [Fact]
    public async Task Damaged_events_and_flag_tables_and_documents_that_are_not_what_their_rows_say_are_named()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await server.EvaluateAsync("bob");
        await server.DrainAsync("webhook");
        await server.StopAsync();
        await ExecuteAsync(server.Folder, "UPDATE event SET payload = x'010203' WHERE sequence = 1");
        await ExecuteAsync(server.Folder, "UPDATE flag_table SET body = CAST(body || x'20' AS BLOB) WHERE id = (SELECT flag_table_id FROM event WHERE sequence = 2)");
        await ExecuteAsync(server.Folder, "UPDATE destination_ledger SET delivered = delivered - 1");
        await ExecuteAsync(server.Folder, "UPDATE feature_state SET enabled = NOT enabled WHERE id = 1");

        var lines = (await GuidonProcess.RunAsync(["doctor", "--data", server.Folder])).Output.Split('\n');

        Assert.Contains(lines, line => line.StartsWith("damaged_flag_table: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("damaged_event: Event 1 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("damaged_event: Event 2 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("residual: Destination 1 accepted 2 events and accounts for 1: residual 1.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("document_differs: The published document of environment 1 is not what its rows say: feature_states[0].enabled.", StringComparison.Ordinal));
    }

    private static async Task<string[]> CodesAsync(GuidonProcess server) =>
        [.. (await server.GetAsync("status")).GetProperty("findings").EnumerateArray()
            .Select(each => each.GetProperty("code").GetString() ?? "").Where(code => code != "not_durable")];

    private static async Task ExecuteAsync(string folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False;Foreign Keys=False;Default Timeout=30");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
