using Guidon.Doubles;
using Guidon.Server.Start;
using Guidon.Server.Tests.Processes;
using Guidon.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests;

/// <summary>A copy that was taken under load is a whole installation of one moment.</summary>
public sealed class BackupTests
{
    [Fact]
    [Trait("Row", "D20")]
    [Trait("Row", "OPS-03")]
    public async Task A_backup_under_load_is_restored_balanced_and_sends_nothing_until_a_person_says_so()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        // The installation's own has nobody who could resume it.
        var tracking = new Dictionary<string, string> { ["GUIDON_ErrorTracking__Dsn"] = "http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1" };
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = tracking });
        await server.CreateAsync("webhook", new { url = receiver.Address });
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++) await server.EvaluateAsync($"under-load-{n}");
        });
        await Eventually.TrueAsync("load is there", async () => await server.LedgerAsync("webhook", "delivered") > 20);
        var (backup, folder) = (Path.Combine(server.Folder, "backup"), Path.Combine(server.Folder, "restored"));

        var copied = await GuidonProcess.RunAsync(["backup", backup, "--data", server.Folder]);
        await stop.CancelAsync();
        await load;
        var before = await server.DrainAsync("webhook");
        await server.StopAsync();
        var restored = await GuidonProcess.RunAsync(["restore", backup, "--data", folder]);
        var requests = receiver.Requests.Count;

        Assert.True(copied.ExitCode == 0, copied.Errors);
        Assert.True(restored.ExitCode == 0, restored.Errors);
        Assert.Contains("1 destination is held until resumed", restored.Output, StringComparison.Ordinal);
        Assert.Equal((0, "All is well.\n"), await ExaminedAsync(folder));
        await using var again = await GuidonProcess.StartAsync(new ServerSettings { Folder = folder, Variables = tracking });
        Assert.InRange(await again.LedgerAsync("webhook", "accepted"), 20, before.GetProperty("accepted").GetInt64());
        Assert.Equal(0, await again.LedgerAsync("webhook", "residual"));
        var destination = await again.DestinationAsync("webhook");
        Assert.Equal("held", destination.GetProperty("state").GetString());
        Assert.Contains("restored from a backup", destination.GetProperty("held_reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(requests, receiver.Requests.Count);
        Assert.Equal(["0"], await again.SqlAsync("SELECT state FROM destination WHERE integration = 'sentry-errors'"));
        await again.PostAsync($"destinations/{destination.GetProperty("id")}/resume", new { });
        Assert.Equal(0, (await again.DrainAsync("webhook")).GetProperty("residual").GetInt64());
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_and_one_that_is_damaged_is_not_restored()
    {
        await using var server = await GuidonProcess.StartAsync();
        var backup = Path.Combine(server.Folder, "backup");

        var first = await GuidonProcess.RunAsync(["backup", backup, "--data", server.Folder]);
        var second = await GuidonProcess.RunAsync(["backup", backup, "--data", server.Folder]);
        var over = await GuidonProcess.RunAsync(["restore", backup, "--data", server.Folder]);
        await using (var file = File.OpenWrite(Path.Combine(backup, "guidon.db")))
        {
            file.Position = 40_960;
            file.Write(new byte[8_192]);
        }

        var damaged = await GuidonProcess.RunAsync(["restore", backup, "--data", Path.Combine(server.Folder, "restored")]);

        Assert.Equal((0, 1, 1, 1), (first.ExitCode, second.ExitCode, over.ExitCode, damaged.ExitCode));
        Assert.Contains("is not empty", second.Errors, StringComparison.Ordinal);
        Assert.Contains("already", over.Errors, StringComparison.Ordinal);
        Assert.Contains("is not sound", damaged.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_is_interrupted_leaves_nothing_that_sends_and_says_what_to_do()
    {
        await using var server = await GuidonProcess.StartAsync();
        var (backup, folder) = (Path.Combine(server.Folder, "backup"), Path.Combine(server.Folder, "restored"));
        Assert.Equal(0, (await GuidonProcess.RunAsync(["backup", backup, "--data", server.Folder])).ExitCode);

        // A person's Ctrl+C, as the command line hands it on.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DataFolderCopy.RestoreAsync(backup, folder, null, new CancellationToken(canceled: true)));

        var served = await GuidonProcess.RunAsync(["serve", "--data", folder, "--urls", "http://127.0.0.1:0"]);
        var again = await GuidonProcess.RunAsync(["restore", backup, "--data", folder]);
        Directory.Delete(folder, recursive: true);
        var afresh = await GuidonProcess.RunAsync(["restore", backup, "--data", folder]);
        Assert.Equal((1, 1, 0), (served.ExitCode, again.ExitCode, afresh.ExitCode));
        Assert.Contains("installation.key is missing", served.Errors, StringComparison.Ordinal);
        Assert.Contains("remove the folder and restore again", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_of_the_build_before_is_restored()
    {
        var place = Directory.CreateTempSubdirectory("guidon-older-");
        var (backup, folder) = (Path.Combine(place.FullName, "backup"), Path.Combine(place.FullName, "restored"));
        OlderBackup(backup);

        var (line, isDone) = await DataFolderCopy.RestoreAsync(backup, folder, null, default);

        Assert.True(isDone, line);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "installation.key")));
        Assert.DoesNotContain(SqliteStorage.Examine(folder).Findings, finding => finding.Code != "not_durable");
        place.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_of_the_build_before_that_lacks_rows_is_not_restored_and_leaves_nothing()
    {
        var place = Directory.CreateTempSubdirectory("guidon-older-");
        var (backup, folder) = (Path.Combine(place.FullName, "backup"), Path.Combine(place.FullName, "restored"));
        OlderBackup(backup, "UPDATE row_ledger SET added = added + 3 WHERE name = 'replay'");

        var (line, isDone) = await DataFolderCopy.RestoreAsync(backup, folder, null, default);

        Assert.False(isDone);
        Assert.Contains("Table replay has 0 rows and must have 3", line, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "guidon.db")) || File.Exists(Path.Combine(folder, "installation.key")));
        place.Delete(recursive: true);
    }

    // As a build left it that knew all steps but the last.
    private static void OlderBackup(string folder, string sql = "")
    {
        Directory.CreateDirectory(folder);
        var key = Path.Combine(folder, "installation.key");
        File.WriteAllBytes(key, new byte[32]);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);   // as a medium has it that cannot be written
        using var database = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False");
        database.Open();
        Execute("PRAGMA journal_mode = WAL; CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
        var room = typeof(SqliteStorage).Assembly;
        foreach (var step in room.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SkipLast(1))
        {
            using var reader = new StreamReader(room.GetManifestResourceStream(step)!);
            Execute($"{reader.ReadToEnd()}; INSERT INTO schema_version VALUES ({step[..4]}, 0)");
        }

        Execute(sql);

        void Execute(string text)
        {
            using var command = database.CreateCommand();
#pragma warning disable CA2100 // The build's own steps.
            command.CommandText = text;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    private static async Task<(int ExitCode, string Output)> ExaminedAsync(string folder)
    {
        var examined = await GuidonProcess.RunAsync(["doctor", "--data", folder]);
        return (examined.ExitCode, examined.Output);
    }
}
