using Guidon.Events;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>Decodes and maps events for one destination. One pump's loop owns it.</summary>
internal sealed partial class EventAdmission(
    DeliveryTools tools, Destination destination, Integration integration, BoundIntegration bound, Redaction redaction, ILogger logger)
{
    private const int FlagTablesMax = 32;

    private readonly Dictionary<long, FlagTable?> _tables = [];

    /// <param name="logged">The event.</param>
    /// <param name="isStale">The receiver has, or will have, a newer state of the identity: only history is sent.</param>
    /// <param name="cancellation">Stops the reads.</param>
    internal async ValueTask<Admission> AdmitAsync(LoggedEvent logged, bool isStale, CancellationToken cancellation)
    {
        if (tools.Time.GetUtcNow() - logged.OccurredAt > integration.AgeMax)
            return new Admission(Parked(logged, "too_old", $"The receiver takes events of at most {integration.AgeMax}."), null, null);
        var table = await TableAsync(logged.FlagTableId, cancellation).ConfigureAwait(false);
        var decoded = table is null
            ? new DecodedEvent(null, "its flag table is gone")
            : EvaluatedEventEncoding.Decode(logged, table);
        if (decoded.Event is not { } happened) return new Admission(Parked(logged, "undecodable", decoded.Error ?? ""), null, null);
        Mapping mapping;
        try
        {
            mapping = bound.Map(happened);
        }
        catch (Exception failure)
        {
            return Failed(failure, happened.Sequence);
        }

        if (isStale) mapping = mapping.WithoutStates();
        return new Admission(
            mapping.Outcome switch
            {
                MappingOutcome.Mapped => PendingEvent.Waiting(logged, tools.Steady.Now, happened.Identifier, mapping.Records),
                MappingOutcome.Parked => Parked(logged, mapping.Reason, mapping.Detail),
                _ => Filtered(logged),
            },
            null,
            null);
    }

    /// <summary>Whether the mapper can make something of an event; for telling a bad event from a bad mapper.</summary>
    internal async ValueTask<bool> CanMapAsync(LoggedEvent logged, CancellationToken cancellation)
    {
        var table = await TableAsync(logged.FlagTableId, cancellation).ConfigureAwait(false);
        if (table is null || EvaluatedEventEncoding.Decode(logged, table).Event is not { } happened) return false;
        try
        {
            bound.Map(happened);
            return true;
        }
        catch (Exception)
        {
            return false;   // said aloud when it is this event's turn
        }
    }

    internal PendingEvent Parked(LoggedEvent logged, string reason, string detail)
    {
        var pending = new PendingEvent(logged, tools.Steady.Now);
        pending.Park(reason, redaction.Clean(detail), integration.MapperVersion, tools.Time.GetUtcNow());
        tools.Metrics.Parked(destination);
        Log.Parked(logger, destination.Id, logged.Id, reason);
        return pending;
    }

    private PendingEvent Filtered(LoggedEvent logged)
    {
        var pending = new PendingEvent(logged, tools.Steady.Now);
        pending.Settle(EventState.Filtered);
        tools.Metrics.Filtered(destination);
        return pending;
    }

    // A mapper is code that changes often and meets every value a customer can think of. Whatever it throws ends here.
    private Admission Failed(Exception failure, long sequence)
    {
        tools.Metrics.MapperFailed(destination);
        Log.MapperFailed(logger, failure, destination.Id, integration.Name, integration.MapperVersion, sequence);
        var error = $"{integration.Name} mapper {integration.MapperVersion} threw {failure.GetType().Name}";
        return new Admission(null, error, $"{error}: {failure}");
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
