using Guidon.Doubles;
using Guidon.Storage.Sqlite;
using Guidon.Storage.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

public sealed class SqliteOpeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_opening_of_the_same_folder_migrates_nothing_and_finds_everything()
    {
        await using (var first = SqliteTestStore.Open(_folder)) await first.EventLog.AppendAsync(Some.Events(1, 3), default);

        await using var second = SqliteTestStore.Open(_folder);

        Assert.Equal(3, (await second.EventLog.ReadAsync(1, 0, 10, default)).Count);
    }

    [Fact]
    public async Task Every_earlier_schema_is_brought_to_the_newest_with_what_is_in_it()
    {
        foreach (var version in SqliteSchema.All.SkipLast(1).Select(step => step.Version))
        {
            var folder = Directory.CreateDirectory(_folder[$"from-{version}"]).FullName;
            Execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT", folder);
            foreach (var step in SqliteSchema.All.Where(step => step.Version <= version)) Execute($"{step.Sql}; INSERT INTO schema_version VALUES ({step.Version}, 0)", folder);
            Execute("INSERT INTO organisation (id, uuid, name, created_at, persist_trait_data, stop_serving_flags, feature_analytics) VALUES (7, '00000000-0000-4000-8000-000000000007', 'Acme', 0, 1, 0, 1)", folder);

            await using var storage = Assert.IsType<SqliteStorage>(SqliteStorage.Open(folder, TimeProvider.System, NullLoggerFactory.Instance).Storage);

            Assert.Equal(["Acme"], await storage.ControlPlane.ReadAsync(plane => plane.Organisations.Select(each => each.Name).ToList(), default));
            Assert.Empty(storage.Examine(isWhole: true));
        }
    }

    [Fact]
    public async Task Every_row_of_every_table_of_every_earlier_schema_is_there_in_the_newest()
    {
        foreach (var version in SqliteSchema.All.SkipLast(1).Select(step => step.Version))
        {
            var folder = Directory.CreateDirectory(_folder[$"filled-{version}"]).FullName;
            await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False;Foreign Keys=False");
            await connection.OpenAsync();
            Execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT", folder);
            foreach (var step in SqliteSchema.All.Where(step => step.Version <= version)) Execute($"{step.Sql}; INSERT INTO schema_version VALUES ({step.Version}, 0)", folder);
            var filled = new FilledSchema(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'identity_text%'");
            filled.Fill();
            var before = filled.Read();
            await connection.CloseAsync();   // a start wants the files for itself

            await using (Assert.IsType<SqliteStorage>(SqliteStorage.Open(folder, TimeProvider.System, NullLoggerFactory.Instance).Storage))
            {
            }

            await connection.OpenAsync();
            MovedRows.Check(version, before, filled.Read());
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM pragma_foreign_key_check";
            Assert.Equal(0L, await command.ExecuteScalarAsync());
            command.CommandText = "SELECT COUNT(*) FROM identity_text WHERE identity_text MATCH '\"alice\"'";
            Assert.Equal(1L, await command.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task A_missing_folder_is_created()
    {
        var opening = SqliteStorage.Open(_folder["a/b"], TimeProvider.System, NullLoggerFactory.Instance);

        Assert.True(File.Exists(_folder["a/b/guidon.db"]));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["a/b"]));
        await Assert.IsType<SqliteStorage>(opening.Storage).DisposeAsync();
    }

    [Fact]
    [Trait("Row", "OPS-02")]
    public async Task A_database_of_a_newer_version_is_refused_and_stays_byte_by_byte()
    {
        await using (SqliteTestStore.Open(_folder))
        {
        }

        Execute("INSERT INTO schema_version (version, applied_at) VALUES (999, 0)");
        File.Delete(_folder["guidon.lock"]);
        var before = Content();

        var error = Refusal(_folder.Path);

        Assert.Contains("version 999", error, StringComparison.Ordinal);
        Assert.Contains($"up to {SqliteSchema.Newest}", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal(before, Content());
    }

    [Fact]
    public void A_folder_that_cannot_be_created_is_refused_and_nothing_is_made()
    {
        File.WriteAllText(_folder["file"], "not a folder");

        var error = Refusal(_folder["file/data"]);

        Assert.Contains("cannot be used", error, StringComparison.Ordinal);
        Assert.Equal(["file"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        File.WriteAllText(_folder["guidon.db"], new string('x', 5_000));

        var error = Refusal(_folder.Path);

        Assert.Contains("is not a Guidon database", error, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5_000), File.ReadAllText(_folder["guidon.db"]));
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_until_it_is_free()
    {
        await using (SqliteTestStore.Open(_folder)) Assert.Contains("used by another process", Refusal(_folder.Path), StringComparison.Ordinal);

        await using var later = SqliteTestStore.Open(_folder);
    }

    [Fact]
    public async Task A_copy_of_the_files_taken_while_they_are_open_holds_everything_acknowledged()
    {
        // What a killed process leaves behind: the files as they are, without a checkpoint and without a close.
        using var crashed = new TemporaryFolder();
        await using var store = SqliteTestStore.Open(_folder);
        var environments = await store.ControlPlane.AddEnvironmentsAsync(1);
        var table = await store.EventLog.KeepFlagTableAsync(Some.Table(), default);
        var destination = await store.Deliveries.CreateAsync("webhook", environments[0], "s"u8.ToArray(), default);
        await store.EventLog.AppendAsync(Some.Events(environments[0], 100), default);
        await store.Identities.WriteAsync(1, "alice", [new("plan", Evaluation.TraitValue.Text("p\"r\u00f6"), false)], default);

        foreach (var file in Directory.GetFiles(_folder.Path, "guidon.db*"))
            File.Copy(file, crashed[Path.GetFileName(file)]);
        await using var reopened = SqliteTestStore.Open(crashed);

        Assert.Equal(100, (await reopened.EventLog.ReadAsync(environments[0], 0, 1_000, default)).Count);
        Assert.NotNull(await reopened.EventLog.FlagTableAsync(table, default));
        var ledger = await reopened.Deliveries.LedgerAsync(Assert.IsType<Delivery.Destination>(destination).Id, default);
        Assert.Equal((100, 100, 0), (ledger?.Accepted, ledger?.Pending, ledger?.Residual));
        var alice = await reopened.Identities.FindAsync(1, "alice", default);
        Assert.Equal(Evaluation.TraitValue.Text("p\"r\u00f6"), Assert.Single(alice?.Traits ?? []).Value);
    }

    [Fact]
    public async Task Sequences_are_never_given_again_also_when_the_last_events_are_gone()
    {
        await using (var store = SqliteTestStore.Open(_folder)) await store.EventLog.AppendAsync(Some.Events(1, 5), default);
        Execute("DELETE FROM event");
        await using var reopened = SqliteTestStore.Open(_folder);

        await reopened.EventLog.AppendAsync(Some.Events(1, 1), default);

        Assert.Equal(6, (await reopened.EventLog.ReadAsync(1, 0, 10, default))[0].Sequence);
    }

    private static string Refusal(string folder)
    {
        var opening = SqliteStorage.Open(folder, TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Null(opening.Storage);
        return Assert.IsType<string>(opening.Error);
    }

    private void Execute(string sql, string? folder = null)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder ?? _folder.Path, "guidon.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string[] Content() =>
        [.. Directory.GetFiles(_folder.Path).Order().Select(file => Path.GetFileName(file) + Convert.ToHexString(File.ReadAllBytes(file)))];
}
