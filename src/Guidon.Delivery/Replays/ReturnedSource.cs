using System.Collections.Concurrent;
using System.Globalization;

namespace Guidon.Delivery.Replays;

/// <summary>
/// What pumps send behind live traffic: events that people retried, and those that running replays took. Nothing of it lives in memory
/// alone; what is handed out stays in the store until its outcome is.
/// </summary>
/// <param name="store">Returned events.</param>
/// <param name="mappers">Knows which destinations keep profiles.</param>
public sealed class ReturnedSource(IReplayStore store, DestinationMappers mappers) : IReplaySource
{
    private readonly ConcurrentDictionary<int, NewestStates> _newest = new();   // by destination, while something is returned

    /// <summary>Called when returned events got their outcome: there is room for more. Set once, by whoever takes them.</summary>
    internal Action? Settled { private get; set; }

    /// <inheritdoc/>
    public async ValueTask<ReplayPortion?> NextAsync(int destinationId, int eventsMax, CancellationToken cancellation)
    {
        var returned = await store.ReturnedAsync(destinationId, Math.Min(eventsMax, 1_000), cancellation).ConfigureAwait(false);
        if (returned is null)
        {
            _newest.TryRemove(destinationId, out _);
            return null;
        }

        var stale = await StaleAsync(destinationId, returned, cancellation).ConfigureAwait(false);
        var events = returned.Events;
        // The same other id in every attempt of this replay, and another one in the next.
        var name = string.Create(CultureInfo.InvariantCulture, $"replay:{returned.ReplayId}");
        if (returned.NewKeys) events = [.. events.Select(logged => logged with { Id = RecordId.Of(logged.Id, name) })];
        return new ReplayPortion(returned.ReplayId, destinationId, events) { Stale = stale, Doubtful = returned.Doubtful };
    }

    /// <inheritdoc/>
    public async ValueTask SettleAsync(ReplayPortion portion, IReadOnlyList<ReplayOutcome> outcomes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(portion);
        await store.SettleAsync(
            portion.DestinationId,
            (int)portion.ReplayId,
            [.. outcomes.Select(outcome => new ReturnedOutcome(
                outcome.Sequence, outcome.State, outcome.State == EventState.Filtered && portion.Stale.Contains(outcome.Sequence), outcome.Parked, outcome.IsDoubtful))],
            cancellation).ConfigureAwait(false);
        Settled?.Invoke();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsWantedAsync(ReplayPortion portion, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(portion);
        if (portion.ReplayId == 0) return true;
        return await store.FindAsync((int)portion.ReplayId, cancellation).ConfigureAwait(false) is { State: ReplayState.Running };
    }

    private async ValueTask<IReadOnlySet<long>> StaleAsync(int destinationId, ReturnedEvents returned, CancellationToken cancellation)
    {
        var mapper = await mappers.FindAsync(destinationId, cancellation).ConfigureAwait(false);
        if (mapper is not { Integration.KeepsProfiles: true }) return new HashSet<long>();
        var newest = _newest.GetOrAdd(destinationId, id => new NewestStates(store, id));
        await newest.LookAsync(returned.Events[0].Sequence, cancellation).ConfigureAwait(false);
        return returned.Events.Where(newest.IsStale).Select(logged => logged.Sequence).ToHashSet();
    }
}
