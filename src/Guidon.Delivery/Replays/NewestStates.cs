using Guidon.Events;

namespace Guidon.Delivery.Replays;

/// <summary>
/// The newest event of each identity that a destination has or will have: parked and cancelled ones do not count. Costs one look at whose
/// every event is, from the oldest that is sent again to the end of the log; what one look remembers serves the portions that follow.
/// Asked by one pump, one question after the other.
/// </summary>
/// <param name="store">The log and what is parked.</param>
/// <param name="destinationId">Whose.</param>
/// <param name="identitiesMax">So many are remembered, 50,000 in about 3 MB; what a later portion has beyond them costs another look.</param>
internal sealed class NewestStates(IReplayStore store, int destinationId, int identitiesMax = 50_000)
{
    private const int PageMax = 1_000;

    private readonly Dictionary<UInt128, (long Sequence, UInt128 Content)> _newest = [];
    private long _after = long.MaxValue;   // every identity of the table was followed from here on
    private long _to;

    /// <summary>Looks at what was not looked at before, so that these events can be asked about.</summary>
    /// <param name="events">By sequence, at least one and at most 1,000.</param>
    /// <param name="takeTurn">Awaited before each page: whoever else wants to work on this thread goes first.</param>
    /// <param name="cancellation">Stops between two pages.</param>
    /// <returns>The last event that was looked at.</returns>
    internal async ValueTask<long> LookAsync(IReadOnlyList<LoggedEvent> events, Func<ValueTask> takeTurn, CancellationToken cancellation)
    {
        if (!Knows(events)) StartAt(events[0].Sequence);
        foreach (var logged in events) Note(Of(logged));
        while (true)
        {
            await takeTurn().ConfigureAwait(false);
            var page = await store.IdentitiesAsync(destinationId, _to, PageMax, cancellation).ConfigureAwait(false);
            if (page.Count == 0) return _to;
            foreach (var each in page) Note(each);
            _to = page[^1].Sequence;
        }
    }

    /// <summary>Whether the state of an event would be an old one.</summary>
    /// <param name="logged">One that was looked at.</param>
    /// <param name="isOnChange">The destination wants changes only: a newer event that tells the same may have been left out for this one, and nobody else tells it.</param>
    internal bool IsStale(LoggedEvent logged, bool isOnChange) =>
        Of(logged) is { Identity: { } identity } of && _newest.TryGetValue(identity, out var newest) && newest.Sequence > logged.Sequence
        && !(isOnChange && newest.Content == of.Content);

    private bool Knows(IReadOnlyList<LoggedEvent> events) =>
        events[0].Sequence > _after && events.All(logged => Of(logged).Identity is not { } identity || _newest.ContainsKey(identity));

    private void StartAt(long sequence)
    {
        _newest.Clear();
        (_after, _to) = (sequence - 1, sequence - 1);
    }

    // Of one that is out only the identity is kept: when it is returned later, what came behind it is known.
    private void Note(in LoggedIdentity of)
    {
        if (of.Identity is not { } identity) return;
        if (!_newest.TryGetValue(identity, out var newest) && _newest.Count >= identitiesMax) return;
        _newest[identity] = of.IsOut || newest.Sequence > of.Sequence ? newest : (of.Sequence, of.Content);
    }

    private static LoggedIdentity Of(LoggedEvent logged) => LoggedIdentity.Of(logged.Sequence, logged.FlagTableId, logged.Payload.Span, isOut: false);
}
