using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>Reads one environment's events after a cursor and fills a window with what the admission makes of them. One pump's loop owns it.</summary>
internal sealed class EventFeed(DeliveryTools tools, Destination destination, EventAdmission admission)
{
    private const int ReadEventsMax = 512;

    private readonly Queue<LoggedEvent> _unread = new();
    private long _readTo;
    private bool _hasMore = true;
    private int _isSignalled;   // set by the listener, taken by the loop: a plain flag would be lost under a read that is going on

    /// <summary>What the mapper threw at the next event, for the owner; <see langword="null"/> while it works. Stops the feed.</summary>
    internal string? MapperError { get; private set; }

    /// <summary>Starts over behind a cursor.</summary>
    internal void Rewind(long cursor)
    {
        _unread.Clear();
        _readTo = cursor;
        _hasMore = true;
        MapperError = null;
    }

    /// <summary>There may be new events in the log. Safe from any thread.</summary>
    internal void Look() => Volatile.Write(ref _isSignalled, 1);

    /// <summary>Tries the mapper again.</summary>
    internal void Forgive() => MapperError = null;

    /// <summary>Fills up to the bounds, to the end of the log, or to the first event that the mapper fails at.</summary>
    /// <param name="window">The destination's.</param>
    /// <param name="unsettledMax">So many unsettled events are enough.</param>
    /// <param name="cancellation">Stops the reads.</param>
    internal async ValueTask FillAsync(DeliveryWindow window, int unsettledMax, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _isSignalled, 0) == 1) _hasMore = true;
        while (MapperError is null && HasRoom(window) && window.Unsettled < unsettledMax)
        {
            if (_unread.Count == 0) await ReadAsync(cancellation).ConfigureAwait(false);
            if (!_unread.TryPeek(out var logged)) return;
            var admitted = await admission.AdmitAsync(logged, isStale: false, cancellation).ConfigureAwait(false);
            MapperError = admitted.MapperError;
            if (admitted.Pending is not { } pending) return;
            window.Add(pending);
            _unread.Dequeue();
        }
    }

    private bool HasRoom(DeliveryWindow window) =>
        window.Count < tools.Options.WindowEventsMax && window.Bytes < tools.Options.WindowBytesMax;

    private async ValueTask ReadAsync(CancellationToken cancellation)
    {
        if (!_hasMore) return;
        var events = await tools.Log.ReadAsync(destination.EnvironmentId, _readTo, ReadEventsMax, cancellation).ConfigureAwait(false);
        _hasMore = events.Count > 0;   // large events come in smaller portions, so fewer than asked for is not the end
        foreach (var logged in events)
        {
            _unread.Enqueue(logged);
            _readTo = logged.Sequence;
        }
    }
}
