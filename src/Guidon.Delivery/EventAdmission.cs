using Guidon.Events;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>Decodes and maps events for one destination. One pump's loop owns it.</summary>
internal sealed partial class EventAdmission(
    DeliveryTools tools, Destination destination, Integration integration, BoundIntegration bound, Redaction redaction, ILogger logger)
{
    /// <summary>Why an event is parked whose receiver would refuse it for its age.</summary>
    internal const string TooOld = "too_old";

    private const int FlagTablesMax = 32;

    // All changes of a destination are one lane: who reads of two changes of a flag must read of the later one last. Messages wait for those to the
    // same person only: a mailbox that is full is nobody else's business.
    private const string ChangeLane = "guidon-changes";

    private readonly Dictionary<long, FlagTable?> _tables = [];

    /// <summary>An event that is sent again.</summary>
    /// <param name="logged">The event.</param>
    /// <param name="key">What the receiver is to know it by.</param>
    /// <param name="isStale">The receiver has, or will have, a newer state of the identity: only history is sent.</param>
    /// <param name="cancellation">Stops the reads.</param>
    internal ValueTask<Admission> AdmitAsync(LoggedEvent logged, Guid key, bool isStale, CancellationToken cancellation) =>
        AdmitAsync(logged, key, isReplay: true, isStale, changes: null, cursor: 0, cancellation);

    /// <summary>An event that comes for the first time.</summary>
    /// <param name="logged">The event.</param>
    /// <param name="changes">Filters what tells nothing new; <see langword="null"/> when everything is wanted.</param>
    /// <param name="cursor">The destination's.</param>
    /// <param name="cancellation">Stops the reads.</param>
    internal ValueTask<Admission> AdmitAsync(LoggedEvent logged, ChangeFilter? changes, long cursor, CancellationToken cancellation) =>
        AdmitAsync(logged, logged.Id, isReplay: false, isStale: false, changes, cursor, cancellation);

    private async ValueTask<Admission> AdmitAsync(
        LoggedEvent logged, Guid key, bool isReplay, bool isStale, ChangeFilter? changes, long cursor, CancellationToken cancellation)
    {
        if (logged.Kind == EventKind.Erased) return new Admission(Cancelled(logged), null, null);
        if (integration.AgeMax is { } ageMax && tools.Time.GetUtcNow() - logged.OccurredAt > ageMax)
            return new Admission(Parked(logged, TooOld, TooOldDetail(ageMax)), null, null);
        var table = await TableAsync(logged.FlagTableId, cancellation).ConfigureAwait(false);
        // The key is for the receiver; what is kept about the event names it as the log does.
        var decoded = DecodedEvent.Of(key == logged.Id ? logged : logged with { Id = key }, table);
        if (decoded.Error is { } error) return new Admission(Parked(logged, "undecodable", error), null, null);
        Mapping mapping;
        try
        {
            mapping = bound.MapAny(decoded);
        }
        catch (Exception failure)
        {
            return Failed(failure, logged.Sequence, isReplay);
        }

        if (isStale) mapping = mapping.WithoutStates();
        return new Admission(
            mapping.Outcome switch
            {
                MappingOutcome.Mapped => await WaitingAsync(logged, key, decoded, mapping, changes, cursor, cancellation).ConfigureAwait(false),
                MappingOutcome.Parked => Parked(logged, mapping.Reason, mapping.Detail),
                _ => Filtered(logged, mapping.Reason, isReplay),
            },
            null,
            null);
    }

    /// <summary>Whether the mapper can make something of an event; for telling a bad event from a bad mapper.</summary>
    internal async ValueTask<bool> CanMapAsync(LoggedEvent logged, CancellationToken cancellation)
    {
        var table = await TableAsync(logged.FlagTableId, cancellation).ConfigureAwait(false);
        var decoded = DecodedEvent.Of(logged, table);
        if (decoded.Error is not null) return false;
        try
        {
            bound.MapAny(decoded);
            return true;
        }
        catch (Exception)
        {
            return false;   // said aloud when it is this event's turn
        }
    }

    internal static string TooOldDetail(TimeSpan ageMax) => $"The receiver takes events of at most {ageMax}.";

    internal PendingEvent Parked(LoggedEvent logged, string reason, string detail)
    {
        var pending = new PendingEvent(logged, tools.Steady.Now);
        pending.Park(reason, redaction.Clean(detail), integration.MapperVersion, tools.Time.GetUtcNow());
        tools.Metrics.Parked(destination);
        Log.Parked(logger, destination.Id, logged.Id, reason);
        return pending;
    }

    private async ValueTask<PendingEvent> WaitingAsync(
        LoggedEvent logged, Guid key, DecodedEvent decoded, Mapping mapping, ChangeFilter? changes, long cursor, CancellationToken cancellation)
    {
        StateMark? mark = null;
        if (changes is not null && decoded.Event is { } happened)
        {
            mark = await changes.MarkAsync(bound.Seen(happened), cursor, cancellation).ConfigureAwait(false);
            if (mark is null) return Filtered(logged, FilterReason.Unchanged, isReplay: false);
        }

        return PendingEvent.Waiting(logged, key, tools.Steady.Now, decoded.Event?.Identifier ?? decoded.Mail?.To ?? ChangeLane, mapping, mark);
    }

    private PendingEvent Cancelled(LoggedEvent logged)
    {
        var pending = new PendingEvent(logged, tools.Steady.Now);
        pending.Settle(EventState.Cancelled);
        return pending;
    }

    private PendingEvent Filtered(LoggedEvent logged, string reason, bool isReplay)
    {
        var pending = new PendingEvent(logged, tools.Steady.Now);
        pending.Settle(EventState.Filtered);
        tools.Metrics.Filtered(destination, reason, isReplay);
        return pending;
    }

    // A mapper is code that changes often and meets every value a customer can think of. Whatever it throws ends here.
    private Admission Failed(Exception failure, long sequence, bool isReplay)
    {
        if (!isReplay) tools.Metrics.MapperFailed(destination);   // the replay's own report says so, beside what it delivered
        Log.MapperFailed(logger, failure, destination.Id, destination.EnvironmentKey, integration.Name, integration.MapperVersion, sequence);
        var error = $"{integration.Name} mapper {integration.MapperVersion} threw {failure.GetType().Name}";
        return new Admission(null, error, $"{error}: {failure}");
    }

    private async ValueTask<FlagTable?> TableAsync(long id, CancellationToken cancellation)
    {
        if (id == 0) return null;   // changes refer to none
        if (_tables.TryGetValue(id, out var known)) return known;
        if (_tables.Count >= FlagTablesMax) _tables.Clear();   // events come in order, so old tables are not asked for again
        return _tables[id] = await tools.Log.FlagTableAsync(id, cancellation).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(1310, LogLevel.Error, "Destination {Destination} of {Environment}: {Integration} mapper {Version} threw at event {Sequence}")]
        internal static partial void MapperFailed(
            ILogger logger, Exception failure, int destination, string environment, string integration, int version, long sequence);

        [LoggerMessage(1311, LogLevel.Warning, "Destination {Destination} parked event {EventId} unsent: {Reason}")]
        internal static partial void Parked(ILogger logger, int destination, Guid eventId, string reason);
    }
}
