using Guidon.Events;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>Reads one environment's events after a cursor, decodes and maps them, and fills a window. One pump's loop owns it.</summary>
internal sealed partial class EventFeed(
    DeliveryTools tools, Destination destination, Integration integration, BoundIntegration bound, Redaction redaction, ILogger logger)
{
    private const int ReadEventsMax = 512;
    private const int FlagTablesMax = 32;

    private readonly Queue<LoggedEvent> _unread = new();
    private readonly Dictionary<long, FlagTable?> _tables = [];
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
            if (await AdmitAsync(logged, cancellation).ConfigureAwait(false) is not { } pending) return;
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

    private async ValueTask<PendingEvent?> AdmitAsync(LoggedEvent logged, CancellationToken cancellation)
    {
        if (logged.Kind == EventKind.Erased) return Cancelled(logged);
        var table = await TableAsync(logged.FlagTableId, cancellation).ConfigureAwait(false);
        var decoded = table is null
            ? new DecodedEvent(null, "its flag table is gone")
            : EvaluatedEventEncoding.Decode(logged, table);
        if (decoded.Event is not { } happened) return Parked(logged, "undecodable", decoded.Error ?? "");
        if (TryMap(happened) is not { } mapping) return null;
        return mapping.Outcome switch
        {
            MappingOutcome.Mapped =>
                PendingEvent.Waiting(logged, tools.Steady.Now, happened.Identifier, mapping.Records),
            MappingOutcome.Parked => Parked(logged, mapping.Reason, mapping.Detail),
            _ => Filtered(logged),
        };
    }

    // A mapper is code that changes often and meets every value a customer can think of. Whatever it throws ends here and holds
    // the destination; the events stay in the log for a mended one.
    private Mapping? TryMap(EvaluatedEvent happened)
    {
        try
        {
            return bound.Map(happened);
        }
        catch (Exception failure)
        {
            MapperError = $"{integration.Name} mapper {integration.MapperVersion} threw {failure.GetType().Name}";
            tools.Metrics.MapperFailed(destination);
            Log.MapperFailed(logger, failure, destination.Id, integration.Name, integration.MapperVersion, happened.Sequence);
            return null;
        }
    }

    private PendingEvent Parked(LoggedEvent logged, string reason, string detail)
    {
        var pending = new PendingEvent(logged, tools.Steady.Now);
        pending.Park(reason, redaction.Clean(detail), integration.MapperVersion, tools.Time.GetUtcNow());
        tools.Metrics.Parked(destination);
        Log.Parked(logger, destination.Id, logged.Id, reason);
        return pending;
    }

    private PendingEvent Cancelled(LoggedEvent logged)
    {
        var pending = new PendingEvent(logged, tools.Steady.Now);
        pending.Settle(EventState.Cancelled);
        return pending;
    }

    private PendingEvent Filtered(LoggedEvent logged)
    {
        var pending = new PendingEvent(logged, tools.Steady.Now);
        pending.Settle(EventState.Filtered);
        tools.Metrics.Filtered(destination);
        return pending;
    }

    private async ValueTask<FlagTable?> TableAsync(long id, CancellationToken cancellation)
    {
        if (_tables.TryGetValue(id, out var known)) return known;
        if (_tables.Count >= FlagTablesMax) _tables.Clear();   // events come in order, so old tables are not asked for again
        return _tables[id] = await tools.Log.FlagTableAsync(id, cancellation).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(1310, LogLevel.Error, "Destination {Destination}: {Integration} mapper {Version} threw at event {Sequence}")]
        internal static partial void MapperFailed(
            ILogger logger, Exception failure, int destination, string integration, int version, long sequence);

        [LoggerMessage(1311, LogLevel.Warning, "Destination {Destination} parked event {EventId} unsent: {Reason}")]
        internal static partial void Parked(ILogger logger, int destination, Guid eventId, string reason);
    }
}
