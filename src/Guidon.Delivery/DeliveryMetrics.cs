using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Guidon.Delivery;

/// <summary>
/// Meter <c>Guidon.Delivery</c>. Counts at the edges: an attempt before anything that can throw, an outcome when it is known.
/// Every series carries the destination's id and its integration, nothing else but the reason of what was filtered.
/// </summary>
public sealed class DeliveryMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Guidon.Delivery";

    private readonly Meter _meter = new(MeterName);
    private readonly ConcurrentDictionary<int, KeyValuePair<string, object?>[]> _tags = new();   // by destination
    private readonly ConcurrentDictionary<int, (Destination Destination, TimeSpan Offset)> _clocks = new();   // by destination
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _ambiguous;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _filtered;
    private readonly Counter<long> _withheld;
    private readonly Counter<long> _holds;
    private readonly Counter<long> _mapperFailures;
    private readonly Counter<long> _contradictions;
    private readonly Histogram<double> _lag;
    private readonly Histogram<double> _request;
    private IReadOnlyList<DestinationStatus> _status = [];   // replaced whole by the service, read by whoever collects: Volatile

    /// <param name="time">What the age of the oldest pending event is measured by.</param>
    public DeliveryMetrics(TimeProvider time)
    {
        _attempts = _meter.CreateCounter<long>("guidon.delivery.attempts", "{attempt}", "Requests started, whatever became of them.");
        _failures = _meter.CreateCounter<long>("guidon.delivery.failures", "{attempt}", "Attempts that did not deliver their whole batch.");
        _ambiguous = _meter.CreateCounter<long>("guidon.delivery.ambiguous", "{attempt}", "Attempts that the receiver may have taken although no complete answer came.");
        _delivered = _meter.CreateCounter<long>("guidon.delivery.delivered", "{event}", "Events that the receiver acknowledged, when they came for the first time.");
        _replayed = _meter.CreateCounter<long>("guidon.delivery.replayed", "{event}", "Events that the receiver acknowledged when they were sent once more.");
        _parked = _meter.CreateCounter<long>("guidon.delivery.parked", "{event}", "Events that were parked.");
        _filtered = _meter.CreateCounter<long>("guidon.delivery.filtered", "{event}", "Events that a policy withheld.");
        _withheld = _meter.CreateCounter<long>("guidon.delivery.withheld", "{event}", "Filtered events that the destination's own settings withheld, as unchanged or anonymous ones; those of replays are not among them.");
        _holds = _meter.CreateCounter<long>("guidon.delivery.holds", "{hold}", "Times that the destination was held.");
        _mapperFailures = _meter.CreateCounter<long>("guidon.delivery.mapper.failures", "{failure}", "Times that the mapper threw.");
        _contradictions = _meter.CreateCounter<long>(
            "guidon.delivery.contradictions", "{attempt}", "Attempts that were answered with success although the answer says that events were not taken.");
        _request = _meter.CreateHistogram<double>("guidon.delivery.request.duration", "s", "One attempt, from its start to the end of its answer.");
        _lag = _meter.CreateHistogram<double>("guidon.delivery.lag", "s", "From the evaluation to the receiver's acknowledgement.");
        _meter.CreateObservableGauge(
            "guidon.ledger.residual.events", () => Observe(status => status.Ledger.Residual), "{event}",
            "Accepted minus delivered, parked, pending, filtered, cancelled and expired. Must be 0.");
        _meter.CreateObservableGauge(
            "guidon.ledger.pending.events", () => Observe(status => status.Ledger.Pending), "{event}", "Events that wait in the log.");
        _meter.CreateObservableGauge(
            "guidon.delivery.oldest.pending.age", () => Observe(status => status.OldestPendingSeconds(time.GetUtcNow()) ?? 0), "s",
            "Age of the oldest event that is not settled; 0 when there is none.");
        _meter.CreateObservableCounter(
            "guidon.ledger.accepted.events", () => Observe(status => status.Ledger.Accepted), "{event}", "Events that became durable for the destination.");
        _meter.CreateObservableCounter(
            "guidon.ledger.expired.events", () => Observe(status => status.Ledger.Expired), "{event}", "Events that retention ended undelivered.");
        _meter.CreateObservableGauge(
            "guidon.ledger.parked.events", () => Observe(status => status.Ledger.Parked), "{event}", "Events that wait for a person.");
        _meter.CreateObservableGauge(
            "guidon.destination.held", () => Observe(status => status.Destination.State == DestinationState.Held ? 1 : 0), "{destination}", "1 while held.");
        _meter.CreateObservableGauge(
            "guidon.destination.stopped", () => Observe(status => status.Destination.IsStoppedByHand ? 1 : 0), "{destination}", "1 while a person paused or held it.");
        _meter.CreateObservableGauge(
            "guidon.delivery.certificate.remaining", () => Remaining(time.GetUtcNow()), "s",
            "Until the client certificate ends, after which the destination is held; only where there is one.");
        _meter.CreateObservableGauge(
            "guidon.delivery.clock.offset", () => _clocks.Values.Select(clock => new Measurement<double>(clock.Offset.TotalSeconds, Tags(clock.Destination))), "s",
            "How far the receiver's clock is ahead of ours, by its last answer.");
    }

    /// <summary>How far the clocks of receivers are ahead of ours, by their last answers.</summary>
    internal IReadOnlyList<TimeSpan> ClockOffsets => [.. _clocks.Values.Select(clock => clock.Offset)];

    /// <summary>For who listens to this process's own instruments and to no other's of the same name.</summary>
    internal Meter Meter => _meter;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Makes the series of a destination exist, so that "no attempts" is a zero and not a silence.</summary>
    internal void Started(Destination destination)
    {
        var tags = Tags(destination);
        Counter<long>[] all = [_attempts, _failures, _ambiguous, _delivered, _replayed, _parked, _filtered, _withheld, _holds, _mapperFailures, _contradictions];
        foreach (var counter in all) counter.Add(0, tags);
    }

    internal void Attempted(Destination destination) => _attempts.Add(1, Tags(destination));

    internal void Ended(Destination destination, TimeSpan duration) => _request.Record(duration.TotalSeconds, Tags(destination));

    internal void Failed(Destination destination, int status)
    {
        var tags = Tags(destination);
        _failures.Add(1, tags);
        if (status is >= 200 and < 300) _contradictions.Add(1, tags);
    }

    internal void Ambiguous(Destination destination) => _ambiguous.Add(1, Tags(destination));

    internal void Delivered(Destination destination, TimeSpan lag)
    {
        var tags = Tags(destination);
        _delivered.Add(1, tags);
        _lag.Record(lag.TotalSeconds, tags);
    }

    // Its lag is days and its receiver is known to take it: live traffic is measured without it (decision 60).
    internal void Replayed(Destination destination) => _replayed.Add(1, Tags(destination));

    internal void Parked(Destination destination) => _parked.Add(1, Tags(destination));

    internal void Filtered(Destination destination, string reason, bool isReplay)
    {
        _filtered.Add(1, [.. Tags(destination), new("reason", reason)]);
        if (!isReplay && FilterReason.IsOfSettings(reason)) _withheld.Add(1, Tags(destination));
    }

    internal void Held(Destination destination) => _holds.Add(1, Tags(destination));

    internal void MapperFailed(Destination destination) => _mapperFailures.Add(1, Tags(destination));

    internal void ClockSeen(Destination destination, TimeSpan offset) => _clocks[destination.Id] = (destination, offset);

    internal void Measured(IReadOnlyList<DestinationStatus> status)
    {
        Volatile.Write(ref _status, status);
        foreach (var gone in _clocks.Keys.Except(status.Select(each => each.Destination.Id))) _clocks.TryRemove(gone, out _);
    }

    // Made once: they are asked for with every delivered event.
    private KeyValuePair<string, object?>[] Tags(Destination destination) => _tags.GetOrAdd(
        destination.Id, static (id, name) => [new("destination", id), new("integration", name)], destination.Integration);

    private IEnumerable<Measurement<double>> Remaining(DateTimeOffset now) => Volatile.Read(ref _status)
        .Where(status => status.CertificateEndsAt is not null)
        .Select(status => new Measurement<double>((status.CertificateEndsAt.GetValueOrDefault() - now).TotalSeconds, Tags(status.Destination)));

    private IEnumerable<Measurement<T>> Observe<T>(Func<DestinationStatus, T> value)
        where T : struct =>
        Volatile.Read(ref _status).Select(status => new Measurement<T>(value(status), Tags(status.Destination)));
}
