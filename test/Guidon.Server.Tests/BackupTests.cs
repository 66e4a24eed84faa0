using Guidon.Doubles;
using Guidon.Server.Start;
using Guidon.Server.Tests.Processes;

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
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DataFolderCopy.RestoreAsync(backup, folder, new CancellationToken(canceled: true)));

        var served = await GuidonProcess.RunAsync(["serve", "--data", folder, "--urls", "http://127.0.0.1:0"]);
        var again = await GuidonProcess.RunAsync(["restore", backup, "--data", folder]);
        Directory.Delete(folder, recursive: true);
        var afresh = await GuidonProcess.RunAsync(["restore", backup, "--data", folder]);
        Assert.Equal((1, 1, 0), (served.ExitCode, again.ExitCode, afresh.ExitCode));
        Assert.Contains("installation.key is missing", served.Errors, StringComparison.Ordinal);
        Assert.Contains("remove the folder and restore again", again.Errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> ExaminedAsync(string folder)
    {
        var examined = await GuidonProcess.RunAsync(["doctor", "--data", folder]);
        return (examined.ExitCode, examined.Output);
    }
}
