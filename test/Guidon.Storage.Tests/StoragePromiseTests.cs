using Guidon.Storage.Sqlite;
using Guidon.Storage.Stores;

namespace Guidon.Storage.Tests;

/// <summary>What is promised on which storage.</summary>
public sealed class StoragePromiseTests : IDisposable
{
    private static readonly string[] s_mounts =
    [
        "/dev/vda / ext4 rw,relatime 0 0", "/dev/vdb /data xfs rw 0 0", "tmpfs /data tmpfs rw 0 0", "/dev/vdc /data\\040two ext4 rw 0 0",
        "overlay /container overlay rw,lowerdir=/l 0 0", "server:/x /far nfs4 rw 0 0", "//server/x /share cifs rw 0 0",
        "host /host 9p rw 0 0", "ramfs /ram ramfs rw 0 0", "/dev/vdd /hasty ext4 rw,nobarrier 0 0", "/dev/vde /container/volume ext4 rw 0 0",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/data", "in memory")]
    [InlineData("/data/guidon", "in memory")]
    [InlineData("/ram", "in memory")]
    [InlineData("/container/data", "container's own layer")]
    [InlineData("/far/away", "network")]
    [InlineData("/share", "network")]
    [InlineData("/host/x", "network")]
    [InlineData("/hasty", "nobarrier")]
    [InlineData("/container/volume/data", null)]
    [InlineData("/data two/x", null)]
    [InlineData("/database", null)]
    [InlineData("/srv", null)]
    public void A_file_system_that_forgets_lowers_the_promise(string folder, string? reason)
    {
        var found = StoragePlace.Of(folder, s_mounts);

        if (reason is null)
        {
            Assert.Equal(StorageGuarantee.Full, found);
            return;
        }

        Assert.Equal(StoragePromise.ProcessEnd, found.Promise);
        Assert.Contains(reason, Assert.Single(found.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRAGMA synchronous = NORMAL", "synchronous=FULL")]
    [InlineData("PRAGMA synchronous = OFF", "synchronous=FULL")]
    [InlineData("PRAGMA journal_mode = DELETE", "WAL")]
    [Trait("Row", "D15")]
    public void Settings_below_full_are_found(string pragma, string reason)
    {
        using var session = Session();
        Assert.Null(SqliteGuarantee.OfSettings(session));

        session.Execute(pragma);

        Assert.Contains(reason, SqliteGuarantee.OfSettings(session), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_turns_fsync_off_lowers_the_promise()
    {
        Assert.Equal(StoragePromise.ProcessEnd, SqliteGuarantee.OfPreload("/usr/lib/x86_64-linux-gnu/libeatmydata.so").Promise);
        Assert.Equal(StorageGuarantee.Full, SqliteGuarantee.OfPreload(null));
    }

    [Fact]
    public void A_disk_whose_fsync_fails_promises_nothing()
    {
        Assert.True(FailingDisk.IsPossible, "This test needs Linux on x64 or arm64.");
        StorageGuarantee? found = null;
        var thread = new Thread(() =>   // the filter stays with its thread for the rest of its life
        {
            using var session = Session();
            FailingDisk.Break();
            found = SqliteGuarantee.OfTrial(session);
        });
        thread.Start();
        thread.Join();

        Assert.Equal(StoragePromise.None, found?.Promise);
        Assert.Contains("trial write", Assert.Single(found?.Reasons ?? []), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_reasons_all_are_told_and_the_weakest_promise_holds()
    {
        var both = StorageGuarantee.Only(StoragePromise.ProcessEnd, "a").And(StorageGuarantee.Only(StoragePromise.None, "b")).And(StorageGuarantee.Full);

        Assert.Equal((StoragePromise.None, false), (both.Promise, both.IsDurable));
        Assert.Equal(["a", "b"], both.Reasons);
    }

    private SqliteSession Session()
    {
        SQLitePCL.Batteries_V2.Init();
        var file = new SqliteFile(_folder.Path);
        Assert.Null(file.Prepare(TimeProvider.System));
        return file.OpenWriter();
    }
}
