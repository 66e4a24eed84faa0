using Guidon.Doubles;
using Guidon.Evaluation;
using Guidon.Events;
using Guidon.Flags;
using Guidon.Storage.Sqlite;
using Guidon.Storage.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

public sealed class SqliteFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoreMetrics _metrics = new("Guidon.Storage.Sqlite", "sqlite");
    private readonly SqliteReaders _readers;
    private readonly GroupWriter _writer;

    public SqliteFailureTests()
    {
        SQLitePCL.Batteries_V2.Init();
        var file = new SqliteFile(_folder.Path);
        Assert.Null(file.Prepare(TimeProvider.System));
        _readers = new SqliteReaders(file.OpenReader);
        _writer = new GroupWriter(file.OpenVerifiedWriter, _metrics, TimeProvider.System, NullLogger<GroupWriter>.Instance);
    }

    public void Dispose()
    {
        _readers.Dispose();
        _writer.DisposeAsync().AsTask().Wait();
        _metrics.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_append_that_fails_half_way_is_counted_nowhere()
    {
        var environments = await new ControlPlaneStore(_writer, _readers, new SqliteEventAppend(), TimeProvider.System).AddEnvironmentsAsync(1);
        var deliveries = new DeliveryStore(_writer, _readers, TimeProvider.System);
        var destination = await deliveries.CreateAsync("webhook", environments[0], "s"u8.ToArray(), default);
        var log = new EventLogStore(_writer, _readers, new SqliteEventAppend());
        var large = Some.Events(environments[0], 200).Select(each => each with { Payload = new byte[2_000] }).ToArray();

        await FillDiskAsync();
        await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(large, default));
        await log.AppendAsync(Some.Events(environments[0], 3), default);

        Assert.Equal(3, (await log.ReadAsync(environments[0], 0, 1_000, default)).Count);
        var ledger = await deliveries.LedgerAsync(Assert.IsType<Delivery.Destination>(destination).Id, default);
        Assert.Equal((3, 3, 0), (ledger?.Accepted, ledger?.Pending, ledger?.Residual));
    }

    [Fact]
    public void A_reserve_that_cannot_be_deleted_keeps_nobody_from_hearing_of_a_full_disk()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, LogVolume.ReserveName));
        var volume = new LogVolume(_folder.Path, _readers);
        var heard = 0;
        volume.Full += () => heard++;

        Assert.ThrowsAny<SystemException>(volume.WhenFull);   // the writer logs it

        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task An_identity_that_could_not_be_written_is_not_in_the_cache_either()
    {
        var identities = new IdentityStore(_writer, _readers, TimeProvider.System);
        await identities.WriteAsync(1, "alice", [new Trait("plan", TraitValue.Text("free"), false)], default);
        Trait[] large = [.. Enumerable.Range(0, 500).Select(n => new Trait("t" + n, TraitValue.Text(new string('x', 500)), false))];

        await FillDiskAsync();
        await Assert.ThrowsAsync<IdentityStoreException>(async () => await identities.WriteAsync(1, "alice", large, default));

        Assert.Single((await identities.FindAsync(1, "alice", default))?.Traits ?? []);
    }

    [Fact]
    public async Task Usage_that_could_not_be_counted_is_told_so()
    {
        var usage = new UsageStore(_writer);
        FeatureUsage[] large = [.. Enumerable.Range(0, 2_000).Select(n => new FeatureUsage(1, new string('x', 100) + n, Some.Time, 1))];

        await FillDiskAsync();

        await Assert.ThrowsAsync<UsageStoreException>(async () => await usage.AddAsync(new UsageReport(Guid.Empty, 1, Some.Time, large, []), default));
    }

    /// <summary>Until the writer replaces its connection, the file may not grow.</summary>
    private Task<long> FillDiskAsync() => _writer.RunAsync(session => session.Scalar("PRAGMA max_page_count = 1"), default);
}
