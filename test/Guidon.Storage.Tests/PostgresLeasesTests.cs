using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Storage.Postgres;

namespace Guidon.Storage.Tests;

/// <summary>Two stores on one database share destinations, and a token keeps a late one from writing.</summary>
[Trait("Category", "External")]
public sealed class PostgresLeasesTests : IAsyncLifetime
{
    private readonly PostgresStorage _first;
    private readonly PostgresStorage _second;
    private int[] _destinations = [];

    public PostgresLeasesTests()
    {
        var connection = PostgresTestStore.NewDatabase();
        (_first, _second) = (PostgresTestStore.Open(connection), PostgresTestStore.Open(connection));
    }

    public async Task InitializeAsync()
    {
        var environments = await _first.ControlPlane.AddEnvironmentsAsync(4);
        var created = environments.Select(async id => await _first.Deliveries.CreateAsync("webhook", id, "s"u8.ToArray(), default));
        _destinations = [.. (await Task.WhenAll(created)).Select(each => each?.Id ?? 0).Order()];
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_is_alone_holds_all_and_shares_when_another_one_comes()
    {
        Assert.Equal(_destinations, (await HoldAsync(_first)).Order());

        Assert.Empty(await HoldAsync(_second));   // nothing is free yet
        var kept = await HoldAsync(_first);
        Assert.Equal(2, kept.Count);
        await _first.Leases.ReleaseAsync([.. _destinations.Except(kept)], default);
        var taken = await HoldAsync(_second);

        Assert.Equal(_destinations, kept.Concat(taken).Order());
    }

    [Fact]
    public async Task What_a_silent_node_held_goes_to_another_after_its_own_token_is_cancelled()
    {
        var held = (await HoldAsync(_first)).ToDictionary(id => id, _first.Leases.WhileHeld);
        IReadOnlySet<int> taken = new HashSet<int>();

        await Eventually.TrueAsync("all are taken over", async () =>
        {
            taken = await HoldAsync(_second);
            return taken.Count == _destinations.Length;
        });

        Assert.All(held.Values, token => Assert.True(token.IsCancellationRequested));
        Assert.All(taken, id => Assert.False(_second.Leases.WhileHeld(id).IsCancellationRequested));
    }

    [Fact]
    public async Task A_late_node_moves_no_cursor_of_a_destination_that_another_one_holds()
    {
        var destination = _destinations[0];
        await HoldAsync(_first);
        await HoldAsync(_second);   // joins: from now on it must hold what it commits for

        Assert.False(await _second.Deliveries.CommitAsync(Some.Progress(destination, 0, 0, 0, 0), default));
        Assert.True(await _first.Deliveries.CommitAsync(Some.Progress(destination, 0, 0, 0, 0), default));
        await _first.Leases.ReleaseAsync(_destinations, default);
        Assert.False(await _first.Deliveries.CommitAsync(Some.Progress(destination, 0, 0, 0, 0), default));
    }

    [Fact]
    public async Task A_late_node_sets_no_state_of_a_destination_that_another_one_holds_and_a_person_sets_it_anywhere()
    {
        var destination = _destinations[0];
        await HoldAsync(_first);
        await HoldAsync(_second);
        var pumped = (await _second.Deliveries.DestinationsAsync(default)).Single(each => each.Id == destination);

        await _first.Deliveries.SetStateAsync(pumped, DestinationState.Held, "unauthorized", default);
        await _second.Deliveries.SetStateAsync(pumped, DestinationState.Active, null, default);
        Assert.Equal("unauthorized", await HeldReasonAsync());

        await _second.Deliveries.StopOrResumeAsync(destination, DestinationState.Active, null, default);
        Assert.Null(await HeldReasonAsync());

        async Task<string?> HeldReasonAsync() =>
            (await _second.Deliveries.DestinationsAsync(default)).Single(each => each.Id == destination).HeldReason;
    }

    private async Task<IReadOnlySet<int>> HoldAsync(PostgresStorage node) => await node.Leases.HoldAsync(_destinations, default);
}
