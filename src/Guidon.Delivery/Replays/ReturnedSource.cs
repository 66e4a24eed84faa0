using System.Collections.Concurrent;
using System.Globalization;
using Guidon.Events;

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
    public async ValueTask<ReplayPortion?> NextAsync(int destinationId, int eventsMax, Func<ValueTask> takeTurn, CancellationToken cancellation)
    {
        var returned = await store.ReturnedAsync(destinationId, Math.Min(eventsMax, 1_000), cancellation).ConfigureAwait(false);
        if (returned is null)
        {
            _newest.TryRemove(destinationId, out _);
            return null;
        }

        var portion = new ReplayPortion(returned.ReplayId, destinationId, returned.Events)
        {
            Doubtful = returned.Doubtful,
            // The same other keys in every attempt of this replay, and others in the next.
            KeyName = returned.NewKeys ? string.Create(CultureInfo.InvariantCulture, $"replay:{returned.ReplayId}") : null,
        };
        return await WithStaleAsync(portion, returned, takeTurn, cancellation).ConfigureAwait(false);
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
    public void Rewind(int destinationId) => _newest.TryRemove(destinationId, out _);

    /// <inheritdoc/>
    public async ValueTask<bool> IsWantedAsync(ReplayPortion portion, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(portion);
        if (portion.ReplayId == 0) return true;
        return await store.FindAsync((int)portion.ReplayId, cancellation).ConfigureAwait(false) is { State: ReplayState.Running };
    }

    private async ValueTask<ReplayPortion> WithStaleAsync(
        ReplayPortion portion, ReturnedEvents returned, Func<ValueTask> takeTurn, CancellationToken cancellation)
    {
        var mapper = await mappers.FindAsync(portion.DestinationId, cancellation).ConfigureAwait(false);
        if (mapper is not { Integration.KeepsProfiles: true }) return portion;
        var newest = _newest.GetOrAdd(portion.DestinationId, id => new NewestStates(store, id));
        var lookedTo = await newest.LookAsync(portion.Events, takeTurn, cancellation).ConfigureAwait(false);
        return portion with
        {
            LookedTo = lookedTo,
            Stale = portion.Events.Where(logged => IsOutdated(logged, returned, mapper.IsOnChange) || newest.IsStale(logged, mapper.IsOnChange))
                .Select(logged => logged.Sequence).ToHashSet(),
        };
    }

    private static bool IsOutdated(LoggedEvent logged, ReturnedEvents returned, bool isOnChange) =>
        returned.Outdated.TryGetValue(logged.Sequence, out var isSame) && !(isOnChange && isSame);
}
