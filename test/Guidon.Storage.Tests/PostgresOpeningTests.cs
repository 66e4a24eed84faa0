using Guidon.Doubles;
using Guidon.Events;
using Guidon.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Guidon.Storage.Tests;

/// <summary>What a start finds, and says in one line.</summary>
[Trait("Category", "External")]
public sealed class PostgresOpeningTests
{
    [Fact]
    public async Task A_database_that_is_empty_gets_the_newest_schema_and_keeps_it()
    {
        var connection = PostgresCluster.Shared.CreateDatabase();

        await using (var first = PostgresTestStore.Open(connection)) await first.ControlPlane.AddEnvironmentsAsync(1);
        await using var again = PostgresTestStore.Open(connection);

        Assert.False(await again.ControlPlane.IsEmptyAsync(default));
        Assert.Equal(PostgresSchema.Newest.ToString(), PostgresCluster.Shared.Run("SELECT MAX(version) FROM schema_version", NameOf(connection)));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_make_one_schema()
    {
        var connection = PostgresCluster.Shared.CreateDatabase();

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgresTestStore.Open(connection))));

        foreach (var each in opened) await each.DisposeAsync();
        Assert.Equal(PostgresSchema.All.Count.ToString(), PostgresCluster.Shared.Run("SELECT COUNT(*) FROM schema_version", NameOf(connection)));
    }

    [Fact]
    public async Task Every_earlier_schema_is_brought_to_the_newest()
    {
        foreach (var version in PostgresSchema.All.SkipLast(1).Select(step => step.Version))
        {
            var connection = PostgresCluster.Shared.CreateDatabase();
            PostgresCluster.Shared.Run("CREATE TABLE schema_version (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)", NameOf(connection));
            foreach (var step in PostgresSchema.All.Where(step => step.Version <= version))
                PostgresCluster.Shared.Run($"{step.Sql}; INSERT INTO schema_version VALUES ({step.Version}, 0)", NameOf(connection));

            await using var storage = PostgresTestStore.Open(connection);

            Assert.Single(await storage.ControlPlane.AddEnvironmentsAsync(1));
            Assert.Equal(PostgresSchema.Newest.ToString(), PostgresCluster.Shared.Run("SELECT MAX(version) FROM schema_version", NameOf(connection)));
        }
    }

    [Fact]
    public async Task Every_row_of_every_table_of_every_earlier_schema_is_there_in_the_newest()
    {
        foreach (var version in PostgresSchema.All.SkipLast(1).Select(step => step.Version))
        {
            var database = PostgresCluster.Shared.CreateDatabase();
            await using var connection = new NpgsqlConnection(database);
            PostgresCluster.Shared.Run("CREATE TABLE schema_version (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)", NameOf(database));
            foreach (var step in PostgresSchema.All.Where(step => step.Version <= version))
                PostgresCluster.Shared.Run($"{step.Sql}; INSERT INTO schema_version VALUES ({step.Version}, 0)", NameOf(database));
            await connection.OpenAsync();
            await using (var replica = new NpgsqlCommand("SET session_replication_role = replica", connection)) await replica.ExecuteNonQueryAsync();
            var filled = new FilledSchema(connection, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename");
            filled.Fill();
            var before = filled.Read();

            await using (PostgresTestStore.Open(database))
            {
            }

            MovedRows.Check(version, before, filled.Read());
        }
    }

    [Fact]
    public void A_newer_database_is_left_as_it_is()
    {
        var connection = PostgresTestStore.NewDatabase();
        PostgresCluster.Shared.Run("INSERT INTO schema_version VALUES (9999, 0)", NameOf(connection));

        var error = Refused(connection);

        Assert.Contains($"has version 9999, and this build knows versions up to {PostgresSchema.Newest}", error, StringComparison.Ordinal);
        Assert.Contains("restore a backup", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_neighbour_that_brings_the_schema_further_makes_no_finding()
    {
        var connection = PostgresCluster.Shared.CreateDatabase();
        await using var storage = PostgresTestStore.Open(connection);
        await storage.ControlPlane.AddEnvironmentsAsync(1);

        PostgresCluster.Shared.Run("INSERT INTO schema_version VALUES (9999, 0); INSERT INTO row_ledger (name, added, removed) VALUES ('of_the_next_build', 3, 0)", NameOf(connection));

        Assert.DoesNotContain(await storage.ExamineAsync(isWhole: true, CancellationToken.None), finding => finding.Code != "not_durable");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=g;Username=u;Password=s3cret", "g on 127.0.0.1:1 cannot be used")]
    [InlineData("Database=g;Username=u;Password=s3cret", "has no Host")]
    [InlineData("postgres://u:s3cret@host/g", "is no connection string")]
    [InlineData("Host=h;Colour=s3cret", "is no connection string")]
    public void What_cannot_be_used_is_said_in_one_line_without_the_password(string connection, string reason)
    {
        var error = Refused(connection);

        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_is_not_UTF8_is_refused()
    {
        PostgresCluster.Shared.Run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0");

        Assert.Contains("has the encoding LATIN1", Refused($"Host={PostgresCluster.Shared.Folder};Database=latin;Username=postgres"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "D15")]
    public async Task What_the_servers_settings_take_from_the_promise_is_said()
    {
        var connection = PostgresTestStore.NewDatabase();
        await using var storage = PostgresTestStore.Open(connection);

        Assert.Equal(StoragePromise.ProcessEnd, storage.Guarantee.Promise);
        Assert.Contains(storage.Guarantee.Reasons, reason => reason.Contains("fsync=off", StringComparison.Ordinal));
        Assert.Contains(storage.Guarantee.Reasons, reason => reason.Contains("full_page_writes=off", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sound_server_gets_the_whole_promise_whatever_its_default_for_commits()
    {
        using var durable = PostgresCluster.Start(isDurable: true);
        var connection = durable.CreateDatabase();
        durable.Run($"ALTER DATABASE {NameOf(connection)} SET synchronous_commit = off");

        var (address, _) = PostgresAddress.Read(connection, TimeProvider.System);
        using var writer = Assert.IsType<PostgresAddress>(address).OpenWriter();
        Assert.Equal(StorageGuarantee.Full, PostgresGuarantee.Of(writer));

        writer.Run("SET synchronous_commit = off");
        Assert.Contains("synchronous_commit=off", Assert.Single(PostgresGuarantee.Of(writer).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_write_beside_each_other_whatever_isolation_the_database_gives_by_itself()
    {
        var connection = PostgresTestStore.NewDatabase();
        PostgresCluster.Shared.Run($"ALTER DATABASE {NameOf(connection)} SET default_transaction_isolation = 'repeatable read'");
        await using var first = PostgresTestStore.Open(connection);
        await using var second = PostgresTestStore.Open(connection);
        var environment = (await first.ControlPlane.AddEnvironmentsAsync(1))[0];
        PostgresStorage[] nodes = [first, second];

        await Task.WhenAll(nodes.Select(AppendAsync));

        Assert.Equal(400, (await first.EventLog.ReadAsync(environment, 0, 1_000, default)).Count);

        async Task AppendAsync(PostgresStorage node)
        {
            for (var n = 0; n < 200; n++) await node.EventLog.AppendAsync(Some.Events(environment, 1), default);
        }
    }

    [Fact]
    public void An_examination_ends_also_when_the_server_does_not_answer()
    {
        var (address, _) = PostgresAddress.Read(PostgresTestStore.NewDatabase(), TimeProvider.System);
        using var quick = Assert.IsType<PostgresAddress>(address).OpenExaminer(isWhole: false);
        using var whole = address.OpenExaminer(isWhole: true);

        using var upgrader = address.OpenUpgrader();

        Assert.Equal((60, 0, 0), (quick.Connection.CommandTimeout, whole.Connection.CommandTimeout, upgrader.Connection.CommandTimeout));
        Assert.Equal(15, KeepAlive("Host=db.example;Database=g"));
        Assert.Equal(0, KeepAlive("Host=/var/run/postgresql;Database=g"));   // where it would be refused

        static int KeepAlive(string connection) =>
            new NpgsqlConnectionStringBuilder(PostgresAddress.Read(connection, TimeProvider.System).Address?.ForListening()).TcpKeepAliveTime;
    }

    [Fact]
    public void Of_several_hosts_the_primary_is_meant_unless_the_operator_says_otherwise()
    {
        Assert.Equal("primary", Wanted("Host=one,two;Database=g"));
        Assert.Equal("read-write", Wanted("Host=one,two;Database=g;Target Session Attributes=read-write"));
        Assert.Null(Wanted("Host=one;Database=g"));

        static string? Wanted(string connection) =>
            new NpgsqlConnectionStringBuilder(PostgresAddress.Read(connection, TimeProvider.System).Address?.ForListening()).TargetSessionAttributes;
    }

    [Fact]
    public async Task A_node_that_meets_a_standby_says_so_and_writes_again_when_it_meets_the_primary()
    {
        var connection = PostgresTestStore.NewDatabase();
        await using var storage = PostgresTestStore.Open(connection);
        var environment = (await storage.ControlPlane.AddEnvironmentsAsync(1))[0];
        var promise = storage.Guarantee;

        PostgresCluster.Shared.Run($"ALTER DATABASE {NameOf(connection)} SET default_transaction_read_only = on");
        PostgresCluster.Shared.Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'guidon writer' AND datname = current_database()", NameOf(connection));
        await Assert.ThrowsAsync<EventLogException>(async () => await storage.EventLog.AppendAsync(Some.Events(environment, 1), default));
        var between = storage.Guarantee;
        PostgresCluster.Shared.Run($"ALTER DATABASE {NameOf(connection)} RESET default_transaction_read_only");
        await storage.EventLog.AppendAsync(Some.Events(environment, 1), default);

        Assert.Equal(StoragePromise.None, between.Promise);
        Assert.Contains(between.Reasons, reason => reason.Contains("read-only", StringComparison.Ordinal));
        Assert.Equal(promise, storage.Guarantee);
    }

    private static string Refused(string connection)
    {
        var opening = PostgresStorage.Open(connection, TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Null(opening.Storage);
        return opening.Error ?? "";
    }

    private static string NameOf(string connection) =>
        connection.Split(';').First(part => part.StartsWith("Database=", StringComparison.Ordinal))["Database=".Length..];
}
