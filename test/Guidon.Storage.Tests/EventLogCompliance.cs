using Guidon.Events;

namespace Guidon.Storage.Tests;

/// <summary>What every event log must do.</summary>
public abstract class EventLogCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private readonly TestStore _store = open();

    private IEventLog Log => _store.EventLog;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public async Task What_was_appended_is_read_back_whole_and_in_order()
    {
        NewEvent[] added = [Some.Event(1, "a"), Some.Event(1, ""), Some.Event(1, "c")];

        await Log.AppendAsync(added, default);

        var read = await Log.ReadAsync(1, 0, 10, default);
        Assert.Equal(added.Select(Shown), read.Select(Shown));
        Assert.Equal(read.Select(each => each.Sequence).Order(), read.Select(each => each.Sequence));
        Assert.All(read, each => Assert.True(each.Sequence > 0));
    }

    [Fact]
    public async Task Reading_goes_on_after_a_sequence_and_stops_at_the_maximum()
    {
        await Log.AppendAsync(Some.Events(1, 5), default);

        var first = await Log.ReadAsync(1, 0, 2, default);
        var rest = await Log.ReadAsync(1, first[^1].Sequence, 10, default);

        Assert.Equal(2, first.Count);
        Assert.Equal(3, rest.Count);
        Assert.Empty(await Log.ReadAsync(1, rest[^1].Sequence, 10, default));
    }

    [Fact]
    public async Task An_examination_that_is_given_up_ends_and_the_next_one_looks_at_everything()
    {
        await Log.AppendAsync(Some.Events(1, 5), default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _store.ExamineAsync(isWhole: true, new CancellationToken(canceled: true)));

        // These events name a flag table that was never stored.
        Assert.Equal(5, (await _store.ExamineAsync(isWhole: true, default)).Count(finding => finding.Code == "damaged_event"));
    }

    [Fact]
    public async Task Large_events_come_in_portions_and_none_is_left_out()
    {
        var sent = Enumerable.Range(0, 30).Select(n => Some.Event(1, new string('x', 1 << 20))).ToArray();
        foreach (var each in sent) await Log.AppendAsync(new[] { each }, default);

        var read = new List<LoggedEvent>();
        while (await Log.ReadAsync(1, read.Count == 0 ? 0 : read[^1].Sequence, 10_000, default) is { Count: > 0 } portion)
        {
            Assert.InRange(portion.Count, 1, 16);
            read.AddRange(portion);
        }

        Assert.Equal(sent.Select(each => each.Id), read.Select(each => each.Id));
    }

    [Fact]
    public async Task An_environment_sees_only_its_own_events()
    {
        await Log.AppendAsync(new[] { Some.Event(1), Some.Event(2), Some.Event(1) }, default);

        Assert.Equal(2, (await Log.ReadAsync(1, 0, 10, default)).Count);
        Assert.Single(await Log.ReadAsync(2, 0, 10, default));
        Assert.Empty(await Log.ReadAsync(3, 0, 10, default));
    }

    [Fact]
    public async Task Parallel_appends_lose_nothing_and_no_sequence_is_given_twice()
    {
        var groups = Enumerable.Range(0, 50).Select(_ => Some.Events(1, 7)).ToArray();

        await Task.WhenAll(groups.Select(group => Task.Run(async () => await Log.AppendAsync(group, default))));

        var read = await Log.ReadAsync(1, 0, 10_000, default);
        Assert.Equal(groups.SelectMany(group => group).Select(each => each.Id).Order(), read.Select(each => each.Id).Order());
        Assert.Equal(read.Count, read.Select(each => each.Sequence).Distinct().Count());
    }

    [Fact]
    public async Task The_order_inside_one_append_is_kept()
    {
        var groups = Enumerable.Range(0, 20).Select(_ => Some.Events(1, 20)).ToArray();

        await Task.WhenAll(groups.Select(group => Task.Run(async () => await Log.AppendAsync(group, default))));

        var position = (await Log.ReadAsync(1, 0, 10_000, default)).ToDictionary(each => each.Id, each => each.Sequence);
        foreach (var group in groups) Assert.Equal(group.Select(each => each.Id), group.Select(each => each.Id).OrderBy(id => position[id]));
    }

    [Fact]
    public async Task The_callers_buffer_may_be_reused_after_an_append()
    {
        var buffer = "first"u8.ToArray();
        await Log.AppendAsync(new[] { Some.Event(1) with { Payload = buffer } }, default);

        "other"u8.CopyTo(buffer);

        Assert.Equal("first"u8.ToArray(), (await Log.ReadAsync(1, 0, 1, default))[0].Payload.ToArray());
    }

    [Fact]
    public async Task Equal_flag_tables_are_kept_once()
    {
        var first = await Log.KeepFlagTableAsync(Some.Table(), default);
        var again = await Log.KeepFlagTableAsync(Some.Table(), default);
        var other = await Log.KeepFlagTableAsync(Some.Table("search"), default);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task A_kept_flag_table_is_read_back_whole()
    {
        var id = await Log.KeepFlagTableAsync(Some.Table(), default);

        var read = await Log.FlagTableAsync(id, default);

        Assert.NotNull(read);
        Assert.Equal(FlagTableEncoding.Encode(Some.Table()), FlagTableEncoding.Encode(read));
    }

    [Fact]
    public async Task There_is_no_flag_table_with_an_unknown_id() => Assert.Null(await Log.FlagTableAsync(99, default));

    private static (Guid, EventKind, int, long, DateTimeOffset, string) Shown(NewEvent each) =>
        (each.Id, each.Kind, each.EnvironmentId, each.FlagTableId, each.OccurredAt, Convert.ToHexString(each.Payload.Span));

    private static (Guid, EventKind, int, long, DateTimeOffset, string) Shown(LoggedEvent each) =>
        (each.Id, each.Kind, each.EnvironmentId, each.FlagTableId, each.OccurredAt, Convert.ToHexString(each.Payload.Span));
}
