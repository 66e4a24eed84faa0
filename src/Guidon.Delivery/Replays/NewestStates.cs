using Guidon.Events;

namespace Guidon.Delivery.Replays;

/// <summary>
/// The newest event of each identity that a destination has or will have: parked and cancelled ones do not count. Asked by one pump's
/// loop. Costs one look at every event from the oldest that is sent again, and the identifiers in memory.
/// </summary>
internal sealed class NewestStates(IReplayStore store, int destinationId)
{
    private const int PageMax = 1_000;

    private readonly ReplayRequest _all = new() { DestinationId = destinationId, Mode = ReplayMode.RemapAll, Filter = new ReplayFilter() };
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);
    private long? _from;
    private long _to;

    /// <summary>Looks at everything from a sequence to the end of the log that was not looked at before.</summary>
    internal async ValueTask LookAsync(long sequence, CancellationToken cancellation)
    {
        if (_from is not { } from) _to = sequence - 1;
        else if (sequence < from) await ReadAsync(sequence - 1, from - 1, cancellation).ConfigureAwait(false);
        _from = Math.Min(_from ?? sequence, sequence);
        _to = await ReadAsync(_to, long.MaxValue, cancellation).ConfigureAwait(false);
    }

    internal bool IsStale(LoggedEvent logged) =>
        EvaluatedEventEncoding.Identifier(logged.Payload.Span) is { } identifier
        && _newest.TryGetValue(identifier, out var newest) && newest > logged.Sequence;

    private async ValueTask<long> ReadAsync(long after, long until, CancellationToken cancellation)
    {
        while (await store.CandidatesAsync(_all, after, until, PageMax, cancellation).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var candidate in page) Note(candidate);
            after = page[^1].Logged.Sequence;
        }

        return after;
    }

    private void Note(ReplayCandidate candidate)
    {
        if (candidate.ParkedReason is not null || candidate.IsCancelled) return;
        if (EvaluatedEventEncoding.Identifier(candidate.Logged.Payload.Span) is not { } identifier) return;
        if (_newest.GetValueOrDefault(identifier) < candidate.Logged.Sequence) _newest[identifier] = candidate.Logged.Sequence;
    }
}
