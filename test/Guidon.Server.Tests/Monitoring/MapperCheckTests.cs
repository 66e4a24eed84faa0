using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Monitoring;

/// <summary><c>guidon doctor --replay-last</c>, as a deployment calls it while the old build serves.</summary>
public sealed class MapperCheckTests
{
    [Fact]
    public async Task The_same_build_passes_beside_a_running_server_and_a_changed_record_is_exit_code_3()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await server.DrainAsync("webhook");
        await Eventually.TrueAsync("the attempt is kept", async () => (await server.GetAsync("attempts")).GetProperty("results").GetArrayLength() > 0);

        var same = await GuidonProcess.RunAsync(["doctor", "--data", server.Folder, "--replay-last", "100"]);
        Assert.Equal((0, "1 events mapped, 1 compared with what was sent: 0 differ, 0 of them unexplained."), (same.ExitCode, same.Output.Trim()));
        await server.StopAsync();
        await ExecuteAsync(server.Folder, "UPDATE attempt SET digest = 'other', records = replace(records, 'alice', 'bob')");

        var changed = await GuidonProcess.RunAsync(["doctor", "--data", server.Folder, "--replay-last", "100"]);
        Assert.Equal(3, changed.ExitCode);
        Assert.Matches(@"unexplained: destination 1 \(webhook\), event \d+, mapper 1 -> 1: mapped, differs at \$\[0\]\.", changed.Output);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task A_number_that_is_none_is_refused(string number) =>
        Assert.NotEqual(0, (await GuidonProcess.RunAsync(["doctor", "--replay-last", number])).ExitCode);

    [Fact]
    public async Task A_folder_without_a_database_is_said() =>
        Assert.Equal(2, (await GuidonProcess.RunAsync(["doctor", "--data", Path.GetTempPath(), "--replay-last", "5"])).ExitCode);

    private static async Task ExecuteAsync(string folder, string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
