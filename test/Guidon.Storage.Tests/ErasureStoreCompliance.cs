using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Evaluation;
using Guidon.Events;

namespace Guidon.Storage.Tests;

/// <summary>What an erasure must do on every store.</summary>
public abstract class ErasureStoreCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private readonly TestStore _store = open();
    private int _environment;
    private int _destination;

    public async Task InitializeAsync()
    {
        _environment = (await _store.ControlPlane.AddEnvironmentsAsync(2))[0];
        var created = await _store.Deliveries.CreateAsync("webhook", _environment, "s"u8.ToArray(), default);
        _destination = Assert.IsType<Destination>(created).Id;
    }

    /// <summary>Whatever a test did, every row that is gone was counted and every ledger balances.</summary>
    public async Task DisposeAsync()
    {
        var findings = await _store.FindingsAsync();
        await _store.DisposeAsync();
        Assert.Empty(findings);
    }

    [Fact]
    public async Task An_identity_is_gone_from_store_log_and_parked_and_the_ledger_balances()
    {
        await _store.Identities.WriteAsync(_environment, "alice", [new Trait("plan", TraitValue.Text("pro"), false)], default);
        await AppendAsync("alice", "bob", "alice", "alice", "bob", "alice");
        var events = await EventsAsync();
        await _store.Deliveries.CommitAsync(Some.Progress(_destination, 0, 3, 2, 0, Some.Parked(events[2])), default);

        var receipt = await _store.Erasures.EraseAsync(_environment, "alice", default);

        var expected = new ErasureReceipt { Identities = 1, Traits = 1, Events = 4, PendingCancelled = 2, ParkedCancelled = 1, FilesCleared = _store.ClearsFiles };
        Assert.Equal(expected, receipt);
        Assert.Null(await _store.Identities.FindAsync(_environment, "alice", default));
        var left = await EventsAsync();
        Assert.Equal(2, left.Count(each => each.Kind == EventKind.IdentityEvaluated));
        Assert.All(left.Where(each => each.Kind == EventKind.Erased), each => Assert.Equal(0, each.Payload.Length));
        Assert.Equal((6, 2, 0, 1, 3, 0), await CountsAsync());
    }

    [Fact]
    public async Task The_cursor_passes_what_was_erased_and_counts_it_once()
    {
        await AppendAsync("alice", "bob");
        await _store.Erasures.EraseAsync(_environment, "alice", default);
        Assert.Equal((2, 0, 0, 1, 1, 0), await CountsAsync());

        await _store.Deliveries.CommitAsync(Some.Progress(_destination, 0, 2, 1) with { Cancelled = 1 }, default);

        Assert.Equal((2, 1, 0, 0, 1, 0), await CountsAsync());
    }

    [Fact]
    public async Task What_is_parked_after_its_identity_was_erased_is_cancelled_instead()
    {
        await AppendAsync("alice");
        var sent = (await EventsAsync())[0];
        await _store.Erasures.EraseAsync(_environment, "alice", default);

        await _store.Deliveries.CommitAsync(Some.Progress(_destination, 0, 1, 0, 0, Some.Parked(sent)), default);

        Assert.Equal((1, 0, 0, 0, 1, 0), await CountsAsync());
    }

    [Fact]
    public async Task Nobody_else_is_touched_by_a_name_that_begins_or_ends_alike()
    {
        await _store.Identities.WriteAsync(_environment, "ali", [], default);
        await AppendAsync("ali", "alice", "malice", "alic", "Alice");
        await _store.EventLog.AppendAsync(new[] { Some.Evaluated(_environment + 1, "alice") }, default);

        var receipt = await _store.Erasures.EraseAsync(_environment, "alice", default);

        Assert.Equal((0, 1), (receipt.Identities, receipt.Events));
        Assert.NotNull(await _store.Identities.FindAsync(_environment, "ali", default));
        Assert.Equal(EventKind.IdentityEvaluated, (await _store.EventLog.ReadAsync(_environment + 1, 0, 10, default))[0].Kind);
    }

    [Fact]
    public async Task A_second_erasure_finds_nothing()
    {
        await AppendAsync("alice");
        await _store.Erasures.EraseAsync(_environment, "alice", default);

        var again = await _store.Erasures.EraseAsync(_environment, "alice", default);

        Assert.Equal(new ErasureReceipt { Identities = 0, Traits = 0, FilesCleared = _store.ClearsFiles }, again);
    }

    [Fact]
    public async Task An_identity_may_come_back_after_its_erasure()
    {
        await _store.Identities.WriteAsync(_environment, "alice", [new Trait("plan", TraitValue.Text("pro"), false)], default);
        await _store.Erasures.EraseAsync(_environment, "alice", default);

        var back = await _store.Identities.WriteAsync(_environment, "alice", [], default);

        Assert.Empty(back.Traits);
    }

    [Fact]
    public async Task Pumps_are_told_to_read_again_what_they_hold()
    {
        await AppendAsync("alice");
        var before = (await _store.Deliveries.DestinationsAsync(default))[0].Revision;

        await _store.Erasures.EraseAsync(_environment, "alice", default);

        Assert.NotEqual(before, (await _store.Deliveries.DestinationsAsync(default))[0].Revision);
    }

    [Fact]
    public async Task An_erasure_that_is_cut_off_has_told_pumps_of_what_it_took_and_the_next_one_takes_the_rest()
    {
        await AppendAsync([.. Enumerable.Repeat("alice", 201)]);
        var before = (await _store.Deliveries.DestinationsAsync(default))[0].Revision;
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.ControlPlane.AlongsideAsync<ErasureReceipt, ErasureReceipt>(
            () => _store.Erasures.EraseAsync(_environment, "alice", stop.Token), (_, _) => stop.Cancel()));
        var between = (await _store.Deliveries.DestinationsAsync(default))[0].Revision;
        var receipt = await _store.Erasures.EraseAsync(_environment, "alice", default);

        Assert.Equal(1, receipt.PendingCancelled);
        Assert.True(before < between && between < (await _store.Deliveries.DestinationsAsync(default))[0].Revision);
    }

    private async Task AppendAsync(params string[] identifiers)
    {
        NewEvent[] events = [.. identifiers.Select(identifier => Some.Evaluated(_environment, identifier))];
        await _store.EventLog.AppendAsync(events, default);
    }

    private ValueTask<IReadOnlyList<LoggedEvent>> EventsAsync() => _store.EventLog.ReadAsync(_environment, 0, 1_000, default);

    private async Task<(long Accepted, long Delivered, long Parked, long Pending, long Cancelled, long Residual)> CountsAsync()
    {
        var ledger = Assert.IsType<LedgerEntry>(await _store.Deliveries.LedgerAsync(_destination, default));
        return (ledger.Accepted, ledger.Delivered, ledger.Parked, ledger.Pending, ledger.Cancelled, ledger.Residual);
    }
}
