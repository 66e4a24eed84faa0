using Guidon.Delivery.Doubts;
using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>Reads one environment's events after a cursor and fills a window with what the admission makes of them. One pump's loop owns it.</summary>
internal sealed class EventFeed(
    DeliveryTools tools, Destination destination, EventAdmission admission, DestinationDoubts doubts, ChangeFilter? changes, PoisonWatch poison)
{
    private const int ReadEventsMax = 512;
    private const int TurnEvents = 128;

    // Neighbours of an event that the mapper throws at, before and after it: they tell whether the event is bad or the mapper.
    private const int NeighboursMax = 32;

    private readonly Queue<LoggedEvent> _unread = new();
    private long _readTo;
    private int _mapped;   // of the last events; falls with each one that was parked
    private bool _hasMore = true;
    private bool _isBehind = true;   // the end of the log was not reached yet since it started over
    private int _isSignalled;   // set by the listener, taken by the loop: a plain flag would be lost under a read that is going on

    /// <summary>What the mapper threw at the next event, for the owner; <see langword="null"/> while it works. Stops the feed.</summary>
    internal string? MapperError { get; private set; }

    /// <summary>Starts over behind a cursor.</summary>
    internal ValueTask RewindAsync(long cursor, CancellationToken cancellation)
    {
        _unread.Clear();
        _readTo = cursor;
        (_hasMore, _isBehind) = (true, true);
        MapperError = null;
        return changes?.RewindAsync(cancellation) ?? ValueTask.CompletedTask;
    }

    /// <summary>There may be new events in the log. Safe from any thread.</summary>
    internal void Look() => Volatile.Write(ref _isSignalled, 1);

    /// <summary>Tries the mapper again.</summary>
    internal void Forgive() => MapperError = null;

    /// <summary>Fills up to the bounds, to the end of the log, or to the first event that the mapper fails at.</summary>
    /// <param name="window">The destination's.</param>
    /// <param name="unsettledMax">So many unsettled events are enough.</param>
    /// <param name="sendableMax">So many that could be sent now are enough.</param>
    /// <param name="cancellation">Stops the reads.</param>
    internal async ValueTask FillAsync(DeliveryWindow window, int unsettledMax, int sendableMax, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _isSignalled, 0) == 1) _hasMore = true;
        for (var turn = 1; MapperError is null && HasRoom(window) && window.Unsettled < unsettledMax && window.Sendable < sendableMax; turn++)
        {
            if (turn % TurnEvents == 0) await tools.Quiet;   // other pumps' turn
            if (_unread.Count == 0) await ReadAsync(cancellation).ConfigureAwait(false);
            if (!_unread.TryPeek(out var logged)) return;
            var admitted = await admission.AdmitAsync(logged, changes, window.Cursor, cancellation).ConfigureAwait(false);
            var pending = admitted.Pending ?? await IsolateAsync(logged, admitted, cancellation).ConfigureAwait(false);
            if (pending is null) return;
            if (admitted.Pending is not null && _mapped < NeighboursMax) _mapped++;
            pending.IsBacklog = _isBehind;
            doubts.Recall(pending);
            window.Add(pending);
            _unread.Dequeue();
        }
    }

    // One event that nobody thought of must not stop the others; a mapper that was broken must not park them all.
    private async ValueTask<PendingEvent?> IsolateAsync(LoggedEvent logged, Admission admitted, CancellationToken cancellation)
    {
        if (_unread.Count <= NeighboursMax) await ReadAsync(cancellation).ConfigureAwait(false);
        var (good, bad) = (_mapped, 1);
        foreach (var neighbour in _unread.Skip(1).Take(NeighboursMax))
        {
            if (await admission.CanMapAsync(neighbour, cancellation).ConfigureAwait(false)) good++;
            else bad++;
        }

        if (good < bad || !poison.TryPark(tools.Steady.Now))
        {
            MapperError = admitted.MapperError;
            return null;
        }

        _mapped = Math.Max(0, _mapped - 1);
        return admission.Parked(logged, "mapper_error", admitted.Trace ?? "");
    }

    private bool HasRoom(DeliveryWindow window) =>
        window.Count < tools.Options.WindowEventsMax && window.Bytes < tools.Options.WindowBytesMax;

    private async ValueTask ReadAsync(CancellationToken cancellation)
    {
        if (!_hasMore) return;
        var events = await tools.Log.ReadAsync(destination.EnvironmentId, _readTo, ReadEventsMax, cancellation).ConfigureAwait(false);
        (_hasMore, _isBehind) = (events.Count > 0, _isBehind && events.Count > 0);   // large events come in smaller portions, so fewer than asked for is not the end
        foreach (var logged in events)
        {
            _unread.Enqueue(logged);
            _readTo = logged.Sequence;
        }
    }
}
