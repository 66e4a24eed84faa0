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

    private readonly Dictionary<UInt128, long> _newest = [];
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
        foreach (var logged in events) Note(new LoggedIdentity(logged.Sequence, IdentityOf(logged), IsOut: false));
        while (true)
        {
            await takeTurn().ConfigureAwait(false);
            var page = await store.IdentitiesAsync(destinationId, _to, PageMax, cancellation).ConfigureAwait(false);
            if (page.Count == 0) return _to;
            foreach (var each in page) Note(each);
            _to = page[^1].Sequence;
        }
    }

    internal bool IsStale(LoggedEvent logged) =>
        IdentityOf(logged) is { } identity && _newest.TryGetValue(identity, out var newest) && newest > logged.Sequence;

    private bool Knows(IReadOnlyList<LoggedEvent> events) =>
        events[0].Sequence > _after && events.All(logged => IdentityOf(logged) is not { } identity || _newest.ContainsKey(identity));

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
        _newest[identity] = of.IsOut ? newest : Math.Max(newest, of.Sequence);
    }

    private static UInt128? IdentityOf(LoggedEvent logged) =>
        EvaluatedEventEncoding.Identifier(logged.Payload.Span) is { } identifier ? StateMark.IdentityOf(identifier) : null;
}
