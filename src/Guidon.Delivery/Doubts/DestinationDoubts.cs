using Guidon.Delivery.Settings;
using Guidon.Events;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery.Doubts;

/// <summary>
/// What one destination's attempts leave in doubt, beyond the end of the process. Where the owner prefers a gap it costs a commit per attempt;
/// elsewhere one per attempt that ended without an answer, so that what may be there twice can be told. And which states a receiver has, or may have, in front
/// of events that are still to be sent: an older one must not follow them after a restart. One pump owns it.
/// </summary>
internal sealed partial class DestinationDoubts
{
    private const int ReadEventsMax = 512;

    private readonly IDoubtStore? _store;
    private readonly bool _prefersGap;
    private readonly DeliveryTools _tools;
    private readonly int _destinationId;
    private readonly int _environmentId;
    private readonly bool _keepsProfiles;
    private readonly ILogger _logger;
    private Dictionary<long, DateTimeOffset> _earlier = [];
    private Dictionary<string, long> _newest = [];   // by identity, the newest event whose state an earlier pump has told or may have told

    internal DestinationDoubts(DeliveryTools tools, Destination destination, Integration integration, SettingsValues values, ILogger logger)
    {
        (_tools, _destinationId, _environmentId, _store, _logger) = (tools, destination.Id, destination.EnvironmentId, tools.Doubts, logger);
        _keepsProfiles = integration.KeepsProfiles;
        _prefersGap = DeliveryFields.PrefersGap(values);
    }

    /// <summary>Reads what an earlier process, or an earlier pump, left.</summary>
    internal async ValueTask LoadAsync(CancellationToken cancellation)
    {
        if (_store is null) return;
        var earlier = await _store.EarlierAsync(_destinationId, cancellation).ConfigureAwait(false);
        _earlier = new(earlier.Doubts);
        _newest = _keepsProfiles ? await NewestAsync([.. earlier.Told, .. earlier.Doubts.Keys], cancellation).ConfigureAwait(false) : [];
    }

    /// <summary>Tells an event that comes into the window what is known of it.</summary>
    internal void Recall(PendingEvent pending)
    {
        if (pending.States > 0 && _newest.TryGetValue(pending.Identifier, out var newest) && newest > pending.Sequence) pending.IsStale = true;
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

    /// <summary>
    /// Writes down which states the receiver has in front of the cursor while an older event of the identity waits, was left out, or was refused. Rare: while
    /// everything is settled in order there is nothing to write.
    /// </summary>
    internal async ValueTask KeepToldAsync(DeliveryWindow window, CancellationToken cancellation)
    {
        if (_store is null || !_keepsProfiles || window.ToldAhead() is not { Count: > 0 } told) return;
        await _store.KeepToldAsync(_destinationId, told, cancellation).ConfigureAwait(false);
        window.KeptTold();
    }

    // They lie between the cursor and what a window holds.
    private async ValueTask<Dictionary<string, long>> NewestAsync(HashSet<long> sequences, CancellationToken cancellation)
    {
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        if (sequences.Count == 0) return newest;
        var (after, last) = (sequences.Min() - 1, sequences.Max());
        while (after < last && await _tools.Log.ReadAsync(_environmentId, after, ReadEventsMax, cancellation).ConfigureAwait(false) is { Count: > 0 } page)
        {
            after = page[^1].Sequence;
            foreach (var logged in page.Where(logged => sequences.Contains(logged.Sequence)))
            {
                if (EvaluatedEventEncoding.Identifier(logged.Payload.Span) is { } identifier) newest[identifier] = logged.Sequence;
            }
        }

        return newest;
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
