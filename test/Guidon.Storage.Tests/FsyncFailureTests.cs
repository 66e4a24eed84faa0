using Guidon.Events;
using Guidon.Storage.Sqlite;
using Guidon.Storage.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

// To be run on every upgrade of the runtime and of SQLite: .NET's own Flush hides these errors.
public sealed class FsyncFailureTests
{
    [Fact]
    [Trait("Row", "CAP-14")]
    [Trait("Row", "D05")]
    public async Task Nothing_is_acknowledged_and_nothing_acknowledged_is_lost_when_fsync_fails()
    {
        Assert.True(FailingDisk.IsPossible, "This test needs Linux on x64 or arm64.");
        using var folder = new TemporaryFolder();
        CreateSchema(folder);
        var acknowledged = Some.Events(1, 50);
        NewEvent[] refused = [.. Enumerable.Range(0, 20).Select(_ => Some.Event(1))];

        await RunUntilBrokenAsync(folder, acknowledged, refused);
        await using var reopened = SqliteTestStore.Open(folder);
        var found = (await reopened.EventLog.ReadAsync(1, 0, 1_000, default)).Select(each => each.Id).ToHashSet();

        Assert.Subset(found, acknowledged.Select(each => each.Id).ToHashSet());
        // The last group before the end may come back from the log of a database that was closed broken; no earlier one can.
        Assert.Subset(acknowledged.Append(refused[^1]).Select(each => each.Id).ToHashSet(), found);
    }

    private static async Task RunUntilBrokenAsync(TemporaryFolder folder, NewEvent[] acknowledged, NewEvent[] refused)
    {
        using var metrics = new StoreMetrics("Guidon.Storage.Sqlite", "sqlite");
        var file = new SqliteFile(folder.Path);
        using var readers = new SqliteReaders(file.OpenReader);
        await using var writer = new GroupWriter(file.OpenVerifiedWriter, metrics, TimeProvider.System, NullLogger<GroupWriter>.Instance);
        var log = new EventLogStore(writer, readers, new SqliteEventAppend());
        foreach (var each in acknowledged) await log.AppendAsync(new[] { each }, default);

        await writer.RunAsync(
            _ =>
            {
                FailingDisk.Break();   // for the writer's own thread
                return 0;
            },
            default);
        foreach (var each in refused) await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(new[] { each }, default));

        Assert.Equal(acknowledged.Select(each => each.Id), (await log.ReadAsync(1, 0, 1_000, default)).Select(each => each.Id));
    }

    private static void CreateSchema(TemporaryFolder folder)
    {
        SQLitePCL.Batteries_V2.Init();
        Assert.Null(new SqliteFile(folder.Path).Prepare(TimeProvider.System));
    }
}
