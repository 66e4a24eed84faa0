using Guidon.Delivery.Settings;

namespace Guidon.Delivery.Doubts;

/// <summary>
/// What one destination's attempts leave in doubt, beyond the end of the process. Costs a commit per attempt, and only where the owner
/// prefers a gap: everybody else gets a doubtful event again anyway. One pump owns it.
/// </summary>
internal sealed class DestinationDoubts
{
    private readonly IDoubtStore? _store;   // null when doubt changes nothing
    private readonly DeliveryTools _tools;
    private readonly int _destinationId;
    private Dictionary<long, DateTimeOffset> _earlier = [];

    internal DestinationDoubts(DeliveryTools tools, Destination destination, SettingsValues values) =>
        (_tools, _destinationId, _store) = (tools, destination.Id, DeliveryFields.PrefersGap(values) ? tools.Doubts : null);

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
        pending.MayBeTakenSince = since;
        pending.AmbiguousSince = _tools.Steady.Now - (age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }

    /// <summary>Writes down that an attempt begins.</summary>
    internal ValueTask BeginAsync(Batch batch, CancellationToken cancellation) => _store is null
        ? ValueTask.CompletedTask
        : _store.KeepAsync(_destinationId, Sequences(batch), _tools.Time.GetUtcNow(), cancellation);

    /// <summary>Takes it back when the receiver said that it took nothing and no earlier attempt is in doubt. What was delivered goes with the cursor.</summary>
    internal ValueTask EndAsync(Batch batch, Answer answer, BatchVerdict verdict, CancellationToken cancellation)
    {
        var isRefusal = !answer.MayBeTaken && verdict.Verdict is Verdict.Retry or Verdict.Hold or Verdict.Split;
        return _store is null || !isRefusal || Array.Exists([.. batch.Events], pending => pending.AmbiguousSince is not null)
            ? ValueTask.CompletedTask
            : _store.ForgetAsync(_destinationId, Sequences(batch), cancellation);
    }

    private static List<long> Sequences(Batch batch) => [.. batch.Events.Select(pending => pending.Sequence)];
}
