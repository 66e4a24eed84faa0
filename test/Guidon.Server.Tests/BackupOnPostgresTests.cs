using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Npgsql;

namespace Guidon.Server.Tests;

/// <summary>The recipe of <c>docs/recipes/back-up-postgresql.md</c>, and what the doctor says of a database before a node starts on it.</summary>
[Trait("Category", "External")]
public sealed class BackupOnPostgresTests
{
    [Fact]
    [Trait("Row", "D20")]
    public async Task A_dump_under_load_is_restored_balanced_and_sends_nothing_until_a_person_says_so()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(ServerSettings.OnPostgres());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                await server.EvaluateAsync($"under-load-{n}");
                if (n % 10 == 0) await server.ChangeTextAsync("banner_text", $"text {n}");
            }
        });
        await Eventually.TrueAsync("load is there", async () => await server.LedgerAsync("webhook", "delivered") > 20);
        var (dump, kept, folder) = (Path.Combine(server.Folder, "guidon.dump"), Directory.CreateTempSubdirectory("guidon-backup-").FullName, Path.Combine(server.Folder, "restored"));

        PostgresCluster.Shared.RunTool("pg_dump", "-Fc", "-d", NameOf(server.Database), "-f", dump);
        File.Copy(Path.Combine(server.Folder, "installation.key"), Path.Combine(kept, "installation.key"));
        await stop.CancelAsync();
        await load;
        var before = await server.DrainAsync("webhook");
        await server.StopAsync();
        var requests = receiver.Requests.Count;
        var database = PostgresCluster.Shared.CreateDatabase();
        PostgresCluster.Shared.RunTool("pg_restore", "--exit-on-error", "-d", NameOf(database), dump);
        var early = await GuidonProcess.RunAsync(["serve", "--data", folder, "--urls", "http://127.0.0.1:0", "--database", database]);
        var restored = await GuidonProcess.RunAsync(["restore", kept, "--data", folder, "--database", database]);

        Assert.Equal(1, early.ExitCode);
        Assert.Contains("installation.key is missing", early.Errors, StringComparison.Ordinal);
        Assert.True(restored.ExitCode == 0, restored.Errors);
        Assert.Contains("1 destination is held until resumed", restored.Output, StringComparison.Ordinal);
        Assert.All((await ExaminedAsync(folder, database)).Lines, line => Assert.StartsWith("not_durable: ", line, StringComparison.Ordinal));   // the tests' own cluster waits for no disk
        Assert.Equal((0, "All is well.\n"), await VerifiedAsync(folder, database));
        await using var again = await GuidonProcess.StartAsync(new ServerSettings { Folder = folder, Database = database, ClientKey = server.ClientKey });
        Assert.StartsWith("text ", (await again.ReadFlagAsync("banner_text")).Text, StringComparison.Ordinal);
        Assert.InRange(await again.LedgerAsync("webhook", "accepted"), 20, before.GetProperty("accepted").GetInt64());
        var destination = await again.DestinationAsync("webhook");
        Assert.Equal(("held", 0), (destination.GetProperty("state").GetString(), destination.GetProperty("ledger").GetProperty("residual").GetInt32()));
        Assert.Equal(requests, receiver.Requests.Count);
        await again.PostAsync($"destinations/{destination.GetProperty("id")}/resume", new { });
        Assert.Equal(0, (await again.DrainAsync("webhook")).GetProperty("residual").GetInt64());
        Assert.Empty(await again.FindingsAsync());
    }

    [Fact]
    [Trait("Row", "OPS-02")]
    public async Task The_doctor_says_before_a_start_what_the_start_would_refuse_and_changes_nothing()
    {
        var empty = PostgresCluster.Shared.CreateDatabase();
        await using var server = await GuidonProcess.StartAsync(ServerSettings.OnPostgres());
        await server.ChangeTextAsync("banner_text", "audited");
        await server.StopAsync();
        var sound = await ExaminedAsync(server.Folder, server.Database);
        await server.SqlAsync("UPDATE audit_record SET summary = 'another' WHERE id = 1");
        var altered = await VerifiedAsync(server.Folder, server.Database);
        await server.SqlAsync("DELETE FROM schema_version WHERE version = (SELECT MAX(version) FROM schema_version)");
        var older = await ExaminedAsync(server.Folder, server.Database);
        await server.SqlAsync("INSERT INTO schema_version VALUES (9999, 0)");
        var newer = await ExaminedAsync(server.Folder, server.Database);
        var served = await GuidonProcess.RunAsync(["serve", "--data", server.Folder, "--urls", "http://127.0.0.1:0", "--database", server.Database ?? ""]);
        var unmade = await ExaminedAsync(server.Folder, empty);
        var nowhere = await ExaminedAsync(server.Folder, "Host=127.0.0.1;Port=1;Database=g;Username=u;Password=s3cret");

        Assert.All(sound.Lines, line => Assert.StartsWith("not_durable: ", line, StringComparison.Ordinal));
        Assert.Equal(1, altered.ExitCode);
        Assert.StartsWith("audit_altered: Audit record 1 ", altered.Output, StringComparison.Ordinal);
        Assert.Contains(older.Lines, line => line.StartsWith("schema_version: ", StringComparison.Ordinal));
        Assert.Equal((2, 2, 2, 1), (newer.ExitCode, unmade.ExitCode, nowhere.ExitCode, served.ExitCode));
        Assert.Contains("has version 9999, and this build knows versions up to", newer.Errors, StringComparison.Ordinal);
        Assert.Contains("has version 9999, and this build knows versions up to", Assert.Single(served.Errors.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("holds nothing of Guidon's", unmade.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", nowhere.Errors, StringComparison.Ordinal);
        Assert.Equal("0", PostgresCluster.Shared.Run("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'", NameOf(empty)));
    }

    private static async Task<(int ExitCode, string[] Lines, string Errors)> ExaminedAsync(string folder, string? database)
    {
        var (code, output, errors) = await GuidonProcess.RunAsync(["doctor", "--data", folder, "--database", database ?? ""]);
        return (code, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors);
    }

    private static async Task<(int ExitCode, string Output)> VerifiedAsync(string folder, string? database)
    {
        var (code, output, _) = await GuidonProcess.RunAsync(["doctor", "--verify-audit", "--data", folder, "--database", database ?? ""]);
        return (code, output);
    }

    private static string NameOf(string? connection) => new NpgsqlConnectionStringBuilder(connection).Database ?? "";
}
