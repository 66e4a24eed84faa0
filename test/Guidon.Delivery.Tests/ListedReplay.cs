using Guidon.Events;

namespace Guidon.Delivery.Tests;

/// <summary>Replays a list of events once, in memory, and keeps what became of them.</summary>
public sealed class ListedReplay(IReadOnlyList<LoggedEvent> events) : IReplaySource
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, ReplayOutcome> _settled = [];

    public IReadOnlyCollection<ReplayOutcome> Settled
    {
        get
        {
            lock (_gate) return [.. _settled.Values];
        }
    }

    public ValueTask<ReplayPortion?> NextAsync(int destinationId, int eventsMax, Func<ValueTask> takeTurn, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var rest = events.Where(logged => !_settled.ContainsKey(logged.Sequence)).Take(eventsMax).ToList();
            return new(rest.Count == 0 ? null : new ReplayPortion(1, destinationId, rest));
        }
    }

    public ValueTask SettleAsync(ReplayPortion portion, IReadOnlyList<ReplayOutcome> outcomes, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var outcome in outcomes) _settled.Add(outcome.Sequence, outcome);
        }

        return ValueTask.CompletedTask;
    }

    public void Rewind(int destinationId)
    {
    }

    public ValueTask<bool> IsWantedAsync(ReplayPortion portion, CancellationToken cancellation) => new(true);
}
