using Guidon.Storage.Sqlite;
using Guidon.Storage.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

public sealed class SqliteWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoreMetrics _metrics = new("Guidon.Storage.Sqlite", "sqlite");
    private readonly SqliteFile _file;
    private readonly GroupWriter _writer;

    public SqliteWriterTests()
    {
        SQLitePCL.Batteries_V2.Init();
        _file = new SqliteFile(_folder.Path);
        Assert.Null(_file.Prepare(TimeProvider.System));
        _writer = new GroupWriter(_file.OpenVerifiedWriter, _metrics, TimeProvider.System, NullLogger<GroupWriter>.Instance);
    }

    public void Dispose()
    {
        _writer.DisposeAsync().AsTask().Wait();
        _metrics.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_operation_that_fails_leaves_its_neighbours_and_no_half_of_itself()
    {
        var group = await GroupAsync(
            () => AddAsync("good-1"),
            () => _writer.RunAsync(session => Add(session, "half") + session.Command("INSERT INTO no_such_table VALUES (1)").ExecuteNonQuery(), default),
            () => _writer.RunAsync<int>(session => Add(session, "bug") > 0 ? throw new InvalidOperationException("a bug") : 0, default),
            () => AddAsync("good-2"));

        Assert.Null(group[0].Exception);
        Assert.IsType<StorageException>(group[1].Exception?.InnerException);
        Assert.IsType<InvalidOperationException>(group[2].Exception?.InnerException);
        Assert.Null(group[3].Exception);
        Assert.Equal(["good-1", "good-2"], Stored());
    }

    [Fact]
    public async Task A_commit_that_fails_acknowledges_nothing_and_the_next_group_works()
    {
        var group = await GroupAsync(
            () => AddAsync("first"),
            // A deferred violation passes the statement and fails the COMMIT, as a disk error may.
            () => _writer.RunAsync(
                session =>
                {
                    session.Execute("PRAGMA defer_foreign_keys = ON");
                    return session.Command("INSERT INTO trait (identity_id, key, kind, value) VALUES (99, 'a', 1, 'true')").ExecuteNonQuery();
                },
                default),
            () => AddAsync("last"));

        Assert.All(group, each => Assert.IsType<StorageException>(each.Exception?.InnerException));
        Assert.Empty(Stored());
        await AddAsync("later");
        Assert.Equal(["later"], Stored());
    }

    [Fact]
    [Trait("Row", "D11")]
    public async Task A_full_disk_fails_the_group_and_writing_resumes_when_there_is_space()
    {
        var group = await GroupAsync(
            () => AddAsync("first"),
            // The limit is the connection's; the new connection after the error has none, as a disk that was cleared.
            () => _writer.RunAsync(
                session =>
                {
                    session.Execute("PRAGMA max_page_count = 1");
                    for (var i = 0; i < 200; i++) Add(session, new string('x', 1_000) + i);
                    return 1;
                },
                default));

        Assert.All(group, each => Assert.Contains("full", each.Exception?.InnerException?.Message, StringComparison.Ordinal));
        Assert.Empty(Stored());
        await AddAsync("later");
        Assert.Equal(["later"], Stored());
    }

    [Fact]
    public async Task Waiting_operations_share_a_commit_and_succeed_in_their_order()
    {
        var order = new List<int>();

        await GroupAsync([.. Enumerable.Range(0, 100).Select(n => (Func<Task<int>>)(() =>
            _writer.RunAsync(session => Add(session, "n" + n), _ => order.Add(n), default)))]);

        Assert.Equal(Enumerable.Range(0, 100), order);
        Assert.Equal(100, Stored().Length);
    }

    [Fact]
    public async Task Closing_finishes_what_waits_and_refuses_what_comes_later()
    {
        var waiting = Enumerable.Range(0, 50).Select(n => AddAsync("n" + n)).ToArray();

        await _writer.DisposeAsync();

        await Task.WhenAll(waiting);
        Assert.Equal(50, Stored().Length);
        await Assert.ThrowsAsync<StorageException>(() => AddAsync("late"));
    }

    [Fact]
    public async Task A_database_that_was_taken_away_fails_writes_and_is_never_made_anew()
    {
        await GroupAsync(() => _writer.RunAsync<int>(session => throw new IOException("unplugged"), default));
        // Make the writer lose its connection, then the file.
        await GroupAsync(() => _writer.RunAsync(
            session =>
            {
                session.Execute("PRAGMA defer_foreign_keys = ON");
                return session.Command("INSERT INTO trait (identity_id, key, kind, value) VALUES (99, 'a', 1, 'true')").ExecuteNonQuery();
            },
            default));
        File.Delete(_file.Path);

        await Assert.ThrowsAsync<StorageException>(() => AddAsync("lost"));

        Assert.False(File.Exists(_file.Path));
    }

    /// <summary>Queues all operations while the writer is busy, so that they form one group.</summary>
    private async Task<Task<int>[]> GroupAsync(params Func<Task<int>>[] operations)
    {
        using var hold = new ManualResetEventSlim();
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = _writer.RunAsync(
            session =>
            {
                busy.SetResult();
                hold.Wait();
                return 0;
            },
            default);
        await busy.Task;
        var queued = operations.Select(operation => operation()).ToArray();
        hold.Set();
        await holding;
        await Task.WhenAll(queued.Select(each => each.ContinueWith(_ => { }, TaskScheduler.Default)));
        return queued;
    }

    private Task<int> AddAsync(string identifier) => _writer.RunAsync(session => Add(session, identifier), default);

    private static int Add(IStoreSession session, string identifier) => session
        .Command("INSERT INTO identity (environment_id, identifier, created_at) VALUES (1, @identifier, 0)")
        .With("@identifier", identifier).ExecuteNonQuery();

    private string[] Stored()
    {
        using var session = _file.OpenReader();
        using var rows = session.Command("SELECT identifier FROM identity ORDER BY id").ExecuteReader();
        var stored = new List<string>();
        while (rows.Read()) stored.Add(rows.GetString(0));
        return [.. stored];
    }
}
