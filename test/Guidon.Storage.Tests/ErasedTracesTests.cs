using System.Buffers.Binary;
using System.Text;
using Guidon.Delivery;
using Guidon.Delivery.Attempts;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Storage.Sqlite;

namespace Guidon.Storage.Tests;

/// <summary>What is kept of an identity beside its events: parked, returned, cancelled, attempts, replays, marks.</summary>
public sealed class ErasedTracesTests : IAsyncLifetime, IDisposable
{
    private const string Alice = "alice-4711 \"Ü\"";
    private const string InJson = "alice-4711 \\u0022\\u00DC\\u0022";

    private readonly TemporaryFolder _folder = new();
    private SqliteStorage? _storage;
    private int _destination;
    private int _environment;

    private SqliteStorage Storage => _storage ?? throw new InvalidOperationException("Not opened.");

    public async Task InitializeAsync()
    {
        var store = SqliteTestStore.Open(_folder);
        _storage = store.Storage;
        _environment = (await store.ControlPlane.AddEnvironmentsAsync(1))[0];
        _destination = Assert.IsType<Destination>(await store.Deliveries.CreateAsync("webhook", _environment, "s"u8.ToArray(), default)).Id;
        await store.EventLog.KeepFlagTableAsync(Some.Table(), default);
        NewEvent[] events = [.. Enumerable.Range(0, 6).Select(n => Some.Evaluated(_environment, n == 5 ? "bob" : Alice))];
        await store.EventLog.AppendAsync(events, default);
    }

    public Task DisposeAsync() => Storage.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Row", "OPS-06")]
    [Trait("Row", "RPL-11")]
    public async Task Everything_that_names_an_erased_identity_is_gone_and_counted()
    {
        var events = await Storage.EventLog.ReadAsync(_environment, 0, 10, default);
        ParkedEvent[] parked = [.. events.Where(each => each.Sequence != 3).Select(each => Some.Parked(each) with { Detail = $"no user {Alice}" })];
        await Storage.Deliveries.CommitAsync(Some.Progress(_destination, 0, 6, 1, 0, parked) with { Marks = [Mark(3)] }, default);
        Assert.Equal(1, await Storage.Parked.RetryAsync([new ParkedKey(_destination, 1)], default));
        Assert.Equal(1, await Storage.Parked.CancelAsync([new ParkedKey(_destination, 4)], $"{Alice} asked for it", "me", default));
        var replay = await ReplayAsync(new ReplayFilter { Identity = Alice }, taken: [2, 3]);
        var prefix = await ReplayAsync(new ReplayFilter { IdentityPrefix = Alice }, taken: []);
        var all = await ReplayAsync(new ReplayFilter(), taken: [1, 6]);   // 1 is a person's already, so the replay counts it apart
        await Storage.Attempts.KeepAsync([Attempt(events[1], "[\"" + InJson + "\"]", ""), Attempt(events[5], "[\"bob\"]", $"refused: {Alice}")], default);
        Assert.True(Found());

        var receipt = await Storage.Erasures.EraseAsync(_environment, Alice, default);

        Assert.Equal((5, 0, 1, 2), (receipt.Events, receipt.PendingCancelled, receipt.ParkedCancelled, receipt.ReturnedCancelled));
        Assert.Equal((2, 2, 1, true), (receipt.Attempts, receipt.Replays, receipt.Marks, receipt.FilesCleared));
        Assert.True(receipt.Texts >= 2, receipt.ToString());
        AssertNothingLeft();
        var ledger = Assert.IsType<LedgerEntry>(await Storage.Deliveries.LedgerAsync(_destination, default));
        Assert.Equal((6, 1, 4, 1, 0), (ledger.Accepted, ledger.Delivered, ledger.Cancelled, ledger.Parked + ledger.Pending, ledger.Residual));
        Assert.Equal([("cancelled", "erased", 2L)], await OutcomesAsync(replay));
        Assert.Equal(ReplayState.Cancelled, Assert.IsType<Replay>(await Storage.Replays.FindAsync(prefix, default)).State);
        Assert.Equal([("cancelled", "erased", 1L)], await OutcomesAsync(all));
    }

    [Fact]
    public async Task What_comes_in_late_of_an_erased_identity_is_not_kept()
    {
        var events = await Storage.EventLog.ReadAsync(_environment, 0, 10, default);
        var replay = Assert.IsType<(Replay, bool)>(await Storage.Replays.CreateAsync(Request(new ReplayFilter()), "me", default)).Item1.Id;
        await Storage.Erasures.EraseAsync(_environment, Alice, default);

        await Storage.Attempts.KeepAsync(
            [Attempt(events[0], $"[\"{Alice}\"]", Alice), Attempt(events[2], "[]", Alice) with { Events = 3 }, Attempt(events[5], "[\"bob\"]", "all right")], default);
        await Storage.Deliveries.CommitAsync(
            Some.Progress(_destination, 0, 6, 1, 0, Some.Parked(events[0]) with { Detail = Alice }) with { Cancelled = 4, Marks = [Mark(2)] }, default);
        await Storage.Replays.StepAsync(new ReplayStep { ReplayId = replay, CursorFrom = 0, CursorTo = 6, Examined = 6, Taken = [1, 2] }, default);

        AssertNothingLeft();
        Assert.Equal(["all right", "", ""], (await Storage.Attempts.RecentAsync(_destination, 10, default)).Select(attempt => attempt.Answer));
        Assert.Equal([("cancelled", "erased", 2L)], await OutcomesAsync(replay));
        Assert.Equal(0, Assert.IsType<LedgerEntry>(await Storage.Deliveries.LedgerAsync(_destination, default)).Pending);
    }

    [Theory]
    [InlineData(ReplayState.Running)]
    [InlineData(ReplayState.Paused)]
    public async Task Retention_leaves_what_a_replay_has_before_it_and_what_is_returned(ReplayState state)
    {
        await Storage.Deliveries.CommitAsync(Some.Progress(_destination, 0, 6, 6), default);
        var replay = await ReplayAsync(new ReplayFilter(), taken: [2], to: 4);
        if (state == ReplayState.Paused) Assert.True(await Storage.Replays.SetStateAsync(replay, state, default));

        var step = await Storage.Retention.DropAsync(_environment, 0, DateTimeOffset.MaxValue, 100, default);
        Assert.Equal(3, step.Dropped);
        Assert.Equal("2 5 6", string.Join(' ', await SequencesAsync()));
        Assert.True(await Storage.Replays.SetStateAsync(replay, ReplayState.Cancelled, default));
        await Storage.Retention.DropAsync(_environment, 0, DateTimeOffset.MaxValue, 100, default);

        Assert.Empty(await SequencesAsync());
        AssertNoFindings();
    }

    [Fact]
    public async Task What_was_parked_at_a_destination_that_is_gone_is_no_finding_when_its_event_goes()
    {
        var events = await Storage.EventLog.ReadAsync(_environment, 0, 10, default);
        await Storage.Deliveries.CommitAsync(Some.Progress(_destination, 0, 6, 5, 0, Some.Parked(events[0])), default);
        Assert.True(await Storage.Deliveries.DeleteAsync(_destination, default));

        await Storage.Retention.DropAsync(_environment, 0, DateTimeOffset.MaxValue, 100, default);

        Assert.Empty(await SequencesAsync());
        AssertNoFindings();
    }

    private async Task<int> ReplayAsync(ReplayFilter filter, long[] taken, long to = 6)
    {
        var created = Assert.IsType<(Replay Replay, bool IsNew)>(await Storage.Replays.CreateAsync(Request(filter), "me", default)).Replay.Id;
        Assert.True(await Storage.Replays.StepAsync(
            new ReplayStep { ReplayId = created, CursorFrom = 0, CursorTo = to, Examined = (int)to, Taken = taken }, default));
        return created;
    }

    private ReplayRequest Request(ReplayFilter filter) => new() { DestinationId = _destination, Mode = ReplayMode.RemapAll, Filter = filter };

    private async Task<IReadOnlyList<(string, string, long)>> OutcomesAsync(int replay) =>
        [.. Assert.IsType<Replay>(await Storage.Replays.FindAsync(replay, default)).Outcomes.Select(count => (count.Outcome, count.Reason, count.Events))];

    private async Task<long[]> SequencesAsync() =>
        [.. (await Storage.EventLog.ReadAsync(_environment, 0, 10, default)).Select(logged => logged.Sequence)];

    private AttemptEntry Attempt(LoggedEvent logged, string records, string answer) => new()
    {
        DestinationId = _destination,
        MapperVersion = 1,
        At = Some.Time,
        Duration = TimeSpan.FromMilliseconds(3),
        Events = 1,
        Sequence = logged.Sequence,
        EventId = logged.Id,
        Verdict = "refused",
        Reason = "http_400",
        Status = 400,
        Records = records,
        Answer = answer,
    };

    private static StateMark Mark(long sequence) => new(StateMark.IdentityOf(Alice), 7, sequence);

    private bool Found() => RawFiles.Contain(_folder.Path, "alice-4711"u8.ToArray());

    private void AssertNothingLeft()
    {
        var mark = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(mark, StateMark.IdentityOf(Alice));
        Assert.False(Found());
        Assert.False(RawFiles.Contain(_folder.Path, mark));
        Assert.False(RawFiles.Contain(_folder.Path, Encoding.UTF8.GetBytes("asked for it")));
        AssertNoFindings();
    }

    private void AssertNoFindings() => Assert.DoesNotContain(Storage.Examine(isWhole: true), finding => finding.Code != "not_durable");
}
