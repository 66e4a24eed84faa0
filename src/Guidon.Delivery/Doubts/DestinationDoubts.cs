using Guidon.Delivery.Settings;

namespace Guidon.Delivery.Doubts;

/// <summary>
/// What one destination's attempts leave in doubt, beyond the end of the process. Where the owner prefers a gap it costs a commit per attempt;
/// elsewhere one per attempt that ended without an answer, so that what may be there twice can be told. One pump owns it.
/// </summary>
internal sealed class DestinationDoubts
{
    private readonly IDoubtStore? _store;
    private readonly bool _prefersGap;
    private readonly DeliveryTools _tools;
    private readonly int _destinationId;
    private Dictionary<long, DateTimeOffset> _earlier = [];

    internal DestinationDoubts(DeliveryTools tools, Destination destination, SettingsValues values) =>
        (_tools, _destinationId, _store, _prefersGap) = (tools, destination.Id, tools.Doubts, DeliveryFields.PrefersGap(values));

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
    internal ValueTask BeginAsync(Batch batch, CancellationToken cancellation) => _store is null || !_prefersGap
        ? ValueTask.CompletedTask
        : _store.KeepAsync(_destinationId, Sequences(batch), _tools.Time.GetUtcNow(), cancellation);

    /// <summary>
    /// Writes down that it ended without an answer, or takes back what was written when the receiver said that it took nothing and no earlier
    /// attempt is in doubt. What was delivered goes with the cursor.
    /// </summary>
    internal ValueTask EndAsync(Batch batch, Answer answer, BatchVerdict verdict, CancellationToken cancellation)
    {
        if (_store is null || Array.Exists([.. batch.Events], pending => pending.AmbiguousSince is not null)) return ValueTask.CompletedTask;
        if (answer.MayBeTaken) return _prefersGap ? ValueTask.CompletedTask : _store.KeepAsync(_destinationId, Sequences(batch), _tools.Time.GetUtcNow(), cancellation);
        var isRefusal = _prefersGap && verdict.Verdict is (Verdict.Retry or Verdict.Hold or Verdict.Split);
        return isRefusal ? _store.ForgetAsync(_destinationId, Sequences(batch), cancellation) : ValueTask.CompletedTask;
    }

    private static List<long> Sequences(Batch batch) => [.. batch.Events.Select(pending => pending.Sequence)];
}
