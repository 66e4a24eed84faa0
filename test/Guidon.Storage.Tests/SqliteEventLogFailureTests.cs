using Guidon.Events;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

public sealed class SqliteEventLogFailureTests
{
    [Fact]
    public async Task An_append_that_fails_half_way_is_counted_nowhere()
    {
        using var folder = new TemporaryFolder();
        await using (var store = SqliteTestStore.Open(folder))
        {
            var environments = await store.AddEnvironmentsAsync(1);
            await store.Deliveries.CreateAsync("webhook", environments[0], "s"u8.ToArray(), default);
        }

        using var metrics = new SqliteMetrics();
        var file = new SqliteFile(folder.Path);
        await using var writer = new SqliteWriter(file.OpenVerifiedWriter, metrics, TimeProvider.System, NullLogger<SqliteWriter>.Instance);
        using var readers = new SqliteReaders(file.OpenReader);
        var log = new SqliteEventLog(writer, readers);
        var full = Some.Events(1, 200).Select(each => each with { Payload = new byte[2_000] }).ToArray();

        await writer.RunAsync(session => session.Scalar("PRAGMA max_page_count = 1"), default);
        await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(full, default));
        await log.AppendAsync(Some.Events(1, 3), default);

        Assert.Equal(3, (await log.ReadAsync(1, 0, 1_000, default)).Count);
        var ledger = await new SqliteDeliveryStore(writer, readers, TimeProvider.System).LedgerAsync(1, default);
        Assert.Equal((3, 3, 0), (ledger?.Accepted, ledger?.Pending, ledger?.Residual));
    }
}
