using System.Buffers.Binary;
using Guidon.Events;
using Guidon.Storage.Sqlite;
using Guidon.Storage.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Guidon.Storage.Tests;

/// <summary>A write-ahead log that ends torn, as crashes and bad disks leave it. Each event is a group of its own here.</summary>
public sealed class TornTailTests(ITestOutputHelper output) : IDisposable
{
    private const int Events = 40;
    private const int FrameBytes = 24 + 4_096;

    private readonly TemporaryFolder _crashed = new();
    private readonly List<long> _ends = [];   // length of the log after each event

    public void Dispose() => _crashed.Dispose();

    [Fact]
    [Trait("Row", "CAP-09")]
    [Trait("Row", "D04")]
    [Trait("Row", "D10")]
    public async Task A_log_cut_off_anywhere_opens_with_every_group_that_was_whole()
    {
        var random = await CrashAsync();
        for (var round = 0; round < 30; round++)
        {
            using var folder = Copy();
            var length = random.NextInt64(Length + 1);
            using (var log = File.OpenWrite(folder["guidon.db-wal"])) log.SetLength(length);
            var whole = _ends.Count(end => end <= length);

            var (found, recovery) = await OpenAsync(folder);

            Assert.Equal(whole, found);
            Assert.Equal(0, recovery.GroupsCut);   // cut short, no commit is behind the end
            var rest = length - (whole == 0 ? HeaderOf(length) : _ends[whole - 1]);
            Assert.Equal(rest, recovery.BytesCut);
        }
    }

    [Fact]
    [Trait("Row", "D09")]
    public async Task A_log_with_a_flipped_bit_opens_up_to_it_and_says_how_much_was_cut()
    {
        var random = await CrashAsync();
        for (var round = 0; round < 60; round++)
        {
            using var folder = Copy();
            var at = random.NextInt64(32, Length);
            await FlipAsync(folder["guidon.db-wal"], at, (byte)(1 << random.Next(8)));
            var whole = _ends.Count(end => end <= at);

            var (found, recovery) = await OpenAsync(folder);

            Assert.Equal(whole, found);
            // Whether a frame ends a group may be what was flipped, so there may be one more or one less.
            Assert.InRange(recovery.GroupsCut, Math.Max(1, Events - whole - 1), Events - whole + 1);
            Assert.True(recovery.BytesCut > 0, $"byte {at}");
        }
    }

    [Theory]
    [Trait("Row", "D09")]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(Events)]
    public async Task Every_bit_of_a_frames_head_that_flips_is_seen(int group)
    {
        await CrashAsync();
        var log = _crashed["guidon.db-wal"];
        var (from, to) = (group == 1 ? 32 : _ends[group - 2], _ends[group - 1]);
        foreach (var frame in (long[])[from, to - FrameBytes])
        {
            for (var bit = 0; bit < 24 * 8; bit++)
            {
                await FlipAsync(log, frame + (bit / 8), (byte)(1 << (bit % 8)));

                var tail = WalTail.Read(log);

                Assert.True(tail.GroupsCut >= Math.Max(1, Events - group), $"group {group}, frame at {frame}, bit {bit}: {tail}");
                Assert.Equal(Length - from, tail.BytesCut);
                await FlipAsync(log, frame + (bit / 8), (byte)(1 << (bit % 8)));
            }
        }

        Assert.Equal(default, WalTail.Read(log));
    }

    [Fact]
    [Trait("Row", "D09")]
    public async Task A_frame_of_the_log_before_is_damage_when_more_of_this_log_follows()
    {
        await CrashAsync();
        var log = _crashed["guidon.db-wal"];
        await AgeAsync(log, _ends[19]);   // where group 21 begins: as if its write had never reached the disk

        var tail = WalTail.Read(log);

        Assert.Equal(Length - _ends[19], tail.BytesCut);
        Assert.InRange(tail.GroupsCut, Events - 21, Events - 20);
    }

    [Fact]
    public async Task A_log_with_a_destroyed_head_is_reported_as_damaged()
    {
        await CrashAsync();
        await FlipAsync(_crashed["guidon.db-wal"], 9, 0x55);

        var (found, recovery) = await OpenAsync(_crashed);

        Assert.Equal(0, found);
        Assert.Equal(new RecoveryReport(Length, 1), recovery with { BytesCut = Length });
    }

    [Fact]
    public async Task After_an_orderly_end_and_after_a_kill_between_groups_nothing_is_cut()
    {
        await CrashAsync();
        using var copy = Copy();

        Assert.Equal((Events, default(RecoveryReport)), await OpenAsync(copy));
        Assert.Equal((Events, default(RecoveryReport)), await OpenAsync(copy));
    }

    [Fact]
    public async Task What_a_checkpoint_left_behind_in_a_reused_log_is_not_called_torn()
    {
        SQLitePCL.Batteries_V2.Init();
        using var folder = new TemporaryFolder();
        await using (var store = SqliteTestStore.Open(_crashed))
        {
            await store.EventLog.AppendAsync(Some.Events(1, 100), default);
            using (var session = new SqliteFile(_crashed.Path).OpenWriter()) session.Execute("PRAGMA wal_checkpoint(RESTART)");
            await store.EventLog.AppendAsync(Some.Events(1, 1), default);
            CopyTo(folder);
        }

        Assert.Equal((101, default(RecoveryReport)), await OpenAsync(folder));
    }

    private long Length => _ends[^1];

    private async Task<Random> CrashAsync()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        using var live = new TemporaryFolder();
        await using var store = SqliteTestStore.Open(live);
        for (var n = 0; n < Events; n++)
        {
            await store.EventLog.AppendAsync(new[] { Some.Event(1, new string('x', 1 + (n * 200))) }, default);
            _ends.Add(new FileInfo(live["guidon.db-wal"]).Length);
        }

        foreach (var file in Directory.GetFiles(live.Path, "guidon.db*")) File.Copy(file, _crashed[Path.GetFileName(file)]);
        File.Delete(_crashed["guidon.db-shm"]);
        return new Random(seed);
    }

    // Before the first group there may be a head without frames.
    private static long HeaderOf(long length) => length >= 32 ? 32 : 0;

    private TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        CopyTo(copy);
        return copy;
    }

    private void CopyTo(TemporaryFolder folder)
    {
        foreach (var file in Directory.GetFiles(_crashed.Path, "guidon.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, folder[Path.GetFileName(file)]);
    }

    private static async Task FlipAsync(string file, long at, byte bits)
    {
        await using var stream = new FileStream(file, FileMode.Open);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ bits));
    }

    // The salt that SQLite would have drawn before the one of this log.
    private static async Task AgeAsync(string file, long frame)
    {
        await using var stream = new FileStream(file, FileMode.Open);
        var salt = new byte[8];
        stream.Position = frame + 8;
        await stream.ReadExactlyAsync(salt);
        BinaryPrimitives.WriteUInt32BigEndian(salt, BinaryPrimitives.ReadUInt32BigEndian(salt) - 1);
        salt[7] ^= 0x55;
        stream.Position = frame + 8;
        await stream.WriteAsync(salt);
    }

    private static async Task<(int Events, RecoveryReport Recovery)> OpenAsync(TemporaryFolder folder)
    {
        var opening = SqliteStorage.Open(folder.Path, TimeProvider.System, NullLoggerFactory.Instance);
        await using var storage = opening.Storage ?? throw new InvalidOperationException(opening.Error);
        return ((await storage.EventLog.ReadAsync(1, 0, 1_000, default)).Count, storage.Recovery);
    }
}
