using Guidon.Delivery.Settings;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery.Doubts;

/// <summary>
/// What one destination's attempts leave in doubt, beyond the end of the process. Where the owner prefers a gap it costs a commit per attempt;
/// elsewhere one per attempt that ended without an answer, so that what may be there twice can be told. One pump owns it.
/// </summary>
internal sealed partial class DestinationDoubts
{
    private readonly IDoubtStore? _store;
    private readonly bool _prefersGap;
    private readonly DeliveryTools _tools;
    private readonly int _destinationId;
    private readonly ILogger _logger;
    private Dictionary<long, DateTimeOffset> _earlier = [];

    internal DestinationDoubts(DeliveryTools tools, Destination destination, SettingsValues values, ILogger logger)
    {
        (_tools, _destinationId, _store, _logger) = (tools, destination.Id, tools.Doubts, logger);
        _prefersGap = DeliveryFields.PrefersGap(values);
    }

    /// <summary>Reads what an earlier process, or an earlier pump, left.</summary>
    internal async ValueTask LoadAsync(CancellationToken cancellation)
    {
        if (_store is not null) _earlier = new(await _store.DoubtsAsync(_destinationId, cancellation).ConfigureAwait(false));
    }

    /// <summary>Tells an event that comes into the window what is known of it.</summary>
    internal void Recall(PendingEvent pending)
    {
        if (!_earlier.Remove(pending.Sequence, out var since)) return;
        var age = _tools.Time.GetUtcNow() - since;
        pending.AmbiguousSince = _tools.Steady.Now - (age > TimeSpan.Zero ? age : TimeSpan.Zero);
        pending.MayBeTakenSince = since;
    }

    /// <summary>Writes down that an attempt begins, where a crash must not forget it.</summary>
    /// <returns>False when it could not be written: then nothing may be sent.</returns>
    internal async ValueTask<bool> TryBeginAsync(Batch batch, CancellationToken cancellation)
    {
        if (_store is null || !_prefersGap) return true;
        try
        {
            await KeepAsync(batch, Sequences(batch.Events), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Log.NotStored(_logger, failure, _destinationId);
            return false;
        }
    }

    /// <summary>
    /// Writes down that it ended without an answer, or takes back what was written when the receiver said that it took nothing and no earlier
    /// attempt is in doubt. What was delivered goes with the cursor.
    /// </summary>
    internal async ValueTask TryEndAsync(Batch batch, Answer answer, BatchVerdict verdict, CancellationToken cancellation)
    {
        try
        {
            await EndAsync(batch, answer, verdict, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Log.NotStored(_logger, failure, _destinationId);   // what was written stays in doubt, which is the side to err on
        }
    }

    private ValueTask EndAsync(Batch batch, Answer answer, BatchVerdict verdict, CancellationToken cancellation)
    {
        var isRefusal = !answer.MayBeTaken && verdict.Verdict is (Verdict.Retry or Verdict.Hold or Verdict.Split);
        // Where a gap is preferred the doubt was written before the attempt, and only what refutes it is news; elsewhere only what raises it.
        if (_store is null || !(_prefersGap ? isRefusal : answer.MayBeTaken)) return ValueTask.CompletedTask;
        // What an earlier attempt left in doubt is written already, and no later answer settles it.
        var fresh = Sequences(batch.Events.Where(pending => !pending.IsDoubtful));
        if (fresh.Count == 0) return ValueTask.CompletedTask;
        if (!_prefersGap) return KeepAsync(batch, fresh, cancellation);
        return batch.Window.IsReplay ? _store.SetReturnedAsync(_destinationId, fresh, mayBeTaken: false, cancellation) : _store.ForgetAsync(_destinationId, fresh, cancellation);
    }

    // What is sent once more lies behind the cursor: its row keeps its doubt, and the parked row after it.
    private ValueTask KeepAsync(Batch batch, List<long> sequences, CancellationToken cancellation) => _store is null ? ValueTask.CompletedTask
        : batch.Window.IsReplay ? _store.SetReturnedAsync(_destinationId, sequences, mayBeTaken: true, cancellation)
        : _store.KeepAsync(_destinationId, sequences, _tools.Time.GetUtcNow(), cancellation);

    private static List<long> Sequences(IEnumerable<PendingEvent> events) => [.. events.Select(pending => pending.Sequence)];

    private static partial class Log
    {
        [LoggerMessage(1325, LogLevel.Warning, "Destination {Destination} could not store what an attempt leaves in doubt")]
        internal static partial void NotStored(ILogger logger, Exception failure, int destination);
    }
}
