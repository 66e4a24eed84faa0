using Guidon.Delivery;
using Guidon.Doubles;

namespace Guidon.Storage.Tests;

/// <summary>What every delivery store must do.</summary>
public abstract class DeliveryStoreCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private readonly TestStore _store = open();
    private int[] _environments = [];

    private IDeliveryStore Deliveries => _store.Deliveries;

    public async Task InitializeAsync() => _environments = await _store.ControlPlane.AddEnvironmentsAsync(3);

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public async Task A_new_destination_is_active_and_listed_with_its_environments_key()
    {
        var created = await CreateAsync("webhook");

        var listed = Assert.Single(await Deliveries.DestinationsAsync(default));
        Assert.Equal(DestinationState.Active, listed.State);
        Assert.Equal("env-key-1", listed.EnvironmentKey);
        Assert.Equal("settings"u8.ToArray(), listed.ProtectedSettings.ToArray());
        Assert.Equal(created.Id, listed.Id);
        Assert.Equal(created.Revision, listed.Revision);
    }

    [Fact]
    public async Task An_environment_has_one_live_destination_per_integration()
    {
        var first = await CreateAsync("webhook");

        Assert.Null(await Deliveries.CreateAsync("webhook", _environments[0], "settings"u8.ToArray(), default));
        Assert.NotNull(await Deliveries.CreateAsync("amplitude", _environments[0], "settings"u8.ToArray(), default));
        Assert.NotNull(await Deliveries.CreateAsync("webhook", _environments[1], "settings"u8.ToArray(), default));
        Assert.True(await Deliveries.DeleteAsync(first.Id, default));
        Assert.NotNull(await Deliveries.CreateAsync("webhook", _environments[0], "settings"u8.ToArray(), default));
    }

    [Fact]
    public async Task A_destination_receives_what_is_accepted_after_its_creation()
    {
        await AppendAsync(3);
        var destination = await CreateAsync("webhook");
        await AppendAsync(2);

        Assert.Equal((2, 2, 0), Counts(await LedgerAsync(destination.Id)));
        Assert.Equal(2, (await _store.EventLog.ReadAsync(
            _environments[0], await Deliveries.CursorAsync(destination.Id, default), 10, default)).Count);
    }

    [Fact]
    public async Task Events_of_other_environments_are_not_counted()
    {
        var destination = await CreateAsync("webhook");

        await _store.EventLog.AppendAsync(Some.Events(_environments[1], 4), default);

        Assert.Equal((0, 0, 0), Counts(await LedgerAsync(destination.Id)));
    }

    [Fact]
    public async Task A_commit_moves_the_cursor_counts_and_parks()
    {
        var destination = await CreateAsync("webhook");
        await AppendAsync(4);
        var events = await _store.EventLog.ReadAsync(_environments[0], 0, 10, default);
        var from = await Deliveries.CursorAsync(destination.Id, default);

        Assert.True(await Deliveries.CommitAsync(
            Some.Progress(destination.Id, from, events[2].Sequence, 1, 1, Some.Parked(events[2])), default));

        var ledger = await LedgerAsync(destination.Id);
        Assert.Equal((4, 1, 0), Counts(ledger));
        Assert.Equal((1, 1, 1), (ledger.Delivered, ledger.Filtered, ledger.Parked));
        Assert.Equal(Some.Time, ledger.OldestPendingAt);
        Assert.Equal(events[2].Sequence, await Deliveries.CursorAsync(destination.Id, default));
    }

    [Fact]
    public async Task A_commit_from_a_cursor_that_has_moved_changes_nothing()
    {
        var destination = await CreateAsync("webhook");
        await AppendAsync(2);
        var from = await Deliveries.CursorAsync(destination.Id, default);
        Assert.True(await Deliveries.CommitAsync(Some.Progress(destination.Id, from, from + 1, 1), default));

        Assert.False(await Deliveries.CommitAsync(Some.Progress(destination.Id, from, from + 2, 2), default));

        Assert.Equal((2, 1, 0), Counts(await LedgerAsync(destination.Id)));
    }

    [Fact]
    public async Task Deleting_cancels_what_is_pending_and_keeps_the_ledger()
    {
        var destination = await CreateAsync("webhook");
        await AppendAsync(3);
        var from = await Deliveries.CursorAsync(destination.Id, default);
        await Deliveries.CommitAsync(Some.Progress(destination.Id, from, from + 1, 1), default);

        Assert.True(await Deliveries.DeleteAsync(destination.Id, default));
        await AppendAsync(5);

        var ledger = await LedgerAsync(destination.Id);
        Assert.Equal((3, 0, 0), Counts(ledger));
        Assert.Equal((1, 2), (ledger.Delivered, ledger.Cancelled));
        Assert.Null(ledger.OldestPendingAt);
        Assert.Empty(await Deliveries.DestinationsAsync(default));
        Assert.False(await Deliveries.CommitAsync(Some.Progress(destination.Id, from + 3, from + 4, 1), default));
        Assert.False(await Deliveries.DeleteAsync(destination.Id, default));
    }

    [Fact]
    public async Task New_settings_make_a_held_destination_active_and_leave_a_paused_one_paused()
    {
        var held = await CreateAsync("webhook");
        var paused = await CreateAsync("amplitude");
        await Deliveries.SetStateAsync(held, DestinationState.Held, "http 401", default);
        await Deliveries.StopOrResumeAsync(paused.Id, DestinationState.Paused, null, default);
        Assert.Equal("http 401", (await Deliveries.DestinationsAsync(default))[0].HeldReason);

        var mended = await Deliveries.ChangeSettingsAsync(held.Id, "new"u8.ToArray(), default);
        var still = await Deliveries.ChangeSettingsAsync(paused.Id, "new"u8.ToArray(), default);

        Assert.Equal((DestinationState.Active, null), (mended?.State, mended?.HeldReason));
        Assert.Equal("new"u8.ToArray(), mended?.ProtectedSettings.ToArray());
        Assert.True(mended?.Revision > held.Revision);
        Assert.Equal(DestinationState.Paused, still?.State);
        Assert.Null(await Deliveries.ChangeSettingsAsync(99, "new"u8.ToArray(), default));
    }

    [Fact]
    public async Task New_settings_are_dated_and_what_the_pump_does_is_not()
    {
        var created = await CreateAsync("webhook");
        await Deliveries.SetStateAsync(created, DestinationState.Held, "http 401", default);
        var held = Assert.Single(await Deliveries.DestinationsAsync(default));

        var changed = await Deliveries.ChangeSettingsAsync(created.Id, "new"u8.ToArray(), default);

        Assert.Equal((created.CreatedAt, created.CreatedAt), (created.UpdatedAt, held.UpdatedAt));
        Assert.Equal(created.CreatedAt, changed?.CreatedAt);
        Assert.True(changed?.UpdatedAt > created.UpdatedAt, $"{changed?.UpdatedAt:O}");
    }

    [Fact]
    public async Task What_a_person_stopped_only_a_person_resumes()
    {
        var destination = await CreateAsync("webhook");
        await Deliveries.StopOrResumeAsync(destination.Id, DestinationState.Held, "by_hand: move", default);

        await Deliveries.SetStateAsync(Assert.Single(await Deliveries.DestinationsAsync(default)), DestinationState.Active, null, default);
        await Deliveries.ChangeSettingsAsync(destination.Id, "new"u8.ToArray(), default);
        Assert.Equal("by_hand: move", Assert.Single(await Deliveries.DestinationsAsync(default)).HeldReason);

        var resumed = await Deliveries.StopOrResumeAsync(destination.Id, DestinationState.Active, null, default);
        Assert.Equal((DestinationState.Active, null), (resumed?.State, resumed?.HeldReason));
    }

    [Fact]
    public async Task A_pump_that_stops_no_longer_says_how_a_destination_is_that_was_changed_meanwhile()
    {
        var old = await CreateAsync("webhook");
        await Deliveries.ChangeSettingsAsync(old.Id, "new"u8.ToArray(), default);

        await Deliveries.SetStateAsync(old, DestinationState.Held, "http 401", default);

        Assert.Equal(DestinationState.Active, Assert.Single(await Deliveries.DestinationsAsync(default)).State);
    }

    [Fact]
    public async Task An_unknown_destination_has_no_ledger_and_takes_no_state()
    {
        await Deliveries.SetStateAsync((await CreateAsync("webhook")) with { Id = 99 }, DestinationState.Held, "gone", default);
        Assert.Null(await Deliveries.StopOrResumeAsync(99, DestinationState.Paused, null, default));

        Assert.Null(await Deliveries.LedgerAsync(99, default));
        await Assert.ThrowsAsync<StorageException>(async () => await Deliveries.CursorAsync(99, default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_ledger_balances_whatever_happens_in_whatever_order(int seed)
    {
        var random = new Random(seed);
        var ids = new List<int> { (await CreateAsync("webhook")).Id };
        for (var step = 0; step < 150; step++)
        {
            await StepAsync(random, ids);
            foreach (var id in ids)
            {
                var ledger = await LedgerAsync(id);
                Assert.True(ledger.Residual == 0, $"seed {seed}, step {step}, destination {id}: {ledger}");
            }
        }
    }

    [Fact]
    public async Task The_ledger_balances_while_appends_commits_and_deletes_run_at_once()
    {
        var destination = await CreateAsync("webhook");
        var other = await CreateAsync("amplitude");
        var appends = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AppendAsync(10))));
        var deletion = Task.Run(async () => await Deliveries.DeleteAsync(other.Id, default));

        for (var settled = 0; settled < 200;)
        {
            settled += await SettleAsync(destination.Id, 50);
            Assert.Equal(0, (await LedgerAsync(destination.Id)).Residual);
            Assert.Equal(0, (await LedgerAsync(other.Id)).Residual);
        }

        await Task.WhenAll(appends, deletion);
        Assert.Equal((200, 0, 0), Counts(await LedgerAsync(destination.Id)));
        Assert.Equal(0, (await LedgerAsync(other.Id)).Residual);
    }

    private async Task StepAsync(Random random, List<int> ids)
    {
        switch (random.Next(10))
        {
            case < 5:
                await AppendAsync(random.Next(1, 6));
                break;
            case < 9:
                await SettleAsync(ids[random.Next(ids.Count)], random.Next(1, 8));
                break;
            default:
                await Deliveries.DeleteAsync(ids[^1], default);
                ids.Add((await CreateAsync("webhook")).Id);
                break;
        }
    }

    private async Task<int> SettleAsync(int destinationId, int eventsMax)
    {
        var cursor = await Deliveries.CursorAsync(destinationId, default);
        var events = await _store.EventLog.ReadAsync(_environments[0], cursor, eventsMax, default);
        if (events.Count == 0) return 0;
        var parked = events.Where((_, at) => at % 5 == 4).Select(Some.Parked).ToArray();
        var filtered = events.Count > 2 ? 1 : 0;
        var progress = Some.Progress(destinationId, cursor, events[^1].Sequence, events.Count - parked.Length - filtered, filtered, parked);
        return await Deliveries.CommitAsync(progress, default) ? events.Count : 0;
    }

    private async Task<Destination> CreateAsync(string integration) =>
        await Deliveries.CreateAsync(integration, _environments[0], "settings"u8.ToArray(), default)
        ?? throw new InvalidOperationException("There is one already.");

    private async Task AppendAsync(int count) => await _store.EventLog.AppendAsync(Some.Events(_environments[0], count), default);

    private async Task<LedgerEntry> LedgerAsync(int id) =>
        await Deliveries.LedgerAsync(id, default) ?? throw new InvalidOperationException("No ledger.");

    private static (long Accepted, long Pending, long Residual) Counts(LedgerEntry ledger) =>
        (ledger.Accepted, ledger.Pending, ledger.Residual);
}
