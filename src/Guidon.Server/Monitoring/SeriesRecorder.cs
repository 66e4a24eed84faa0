using Guidon.Delivery;
using Guidon.Events.Retention;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Server.Monitoring;

/// <summary>Turns running totals and what the pumps count into series, and into what the rules read. The loop's own; not for several threads.</summary>
internal sealed class SeriesRecorder(
    DeliveryTally tally, CanaryRunner canaries, MonitoringMetrics metrics, IReadOnlyDictionary<string, Integration> catalog)
{
    private readonly Dictionary<int, DestinationSeries> _series = [];
    private readonly Dictionary<int, MaturityCount> _maturities = [];
    private readonly Dictionary<int, long> _accepted = [];
    private readonly Dictionary<int, DateTimeOffset> _seenSince = [];
    private readonly Dictionary<(int Destination, TimeSpan Width, DateTimeOffset StartsAt), SeriesPoint> _unsaved = [];
    private DateTimeOffset _readAt;

    /// <summary>Takes back what was stored by an earlier process.</summary>
    internal async Task RestoreAsync(ISeriesStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var point in await store.ReadAsync(TimeSpan.FromHours(1), now - DestinationSeries.HoursKept, cancellation)) SeriesOf(point.DestinationId).Restore(point);
        foreach (var point in await store.ReadAsync(TimeSpan.FromMinutes(1), now - DestinationSeries.MinutesKept, cancellation)) SeriesOf(point.DestinationId).Restore(point);
    }

    /// <summary>One look. A destination whose ledger was not read since the last look gets no point: that it is not measured must show.</summary>
    internal IReadOnlyList<DestinationReading> Look(
        DateTimeOffset now, IReadOnlyList<Destination> configured, DeliveryReading reading, IReadOnlyDictionary<int, RetentionOutlook> retention,
        CancellationToken cancellation)
    {
        var isNew = reading.At != _readAt;   // not later: the wall clock may have been set back
        _readAt = reading.At;
        var measured = reading.Destinations.ToDictionary(status => status.Destination.Id);
        foreach (var gone in _series.Keys.Except(configured.Select(destination => destination.Id)).ToList()) Forget(gone);
        return [.. configured.Select(destination =>
        {
            var status = measured.GetValueOrDefault(destination.Id);
            // What was counted waits for the next reading when there is none: taken without one it would be in no minute.
            var (counts, latency) = status is not null && isNew ? tally.Take(destination.Id) : (SeriesCounts.None, null);
            canaries.Look(destination, hasDelivered: counts.Delivered > 0, cancellation);
            if (status is not null && latency is not null) Record(now, status, counts, latency);
            return Read(now, destination, status, retention.GetValueOrDefault(destination.Id));
        })];
    }

    /// <summary>The points that changed since the last call.</summary>
    internal IReadOnlyList<SeriesPoint> TakeUnsaved()
    {
        SeriesPoint[] points = [.. _unsaved.Values];
        _unsaved.Clear();
        return points;
    }

    private void Record(DateTimeOffset now, DestinationStatus status, SeriesCounts counts, QuantileSketch latency)
    {
        var (id, ledger) = (status.Destination.Id, status.Ledger);
        var settled = ledger.Delivered + ledger.Parked + ledger.Filtered + ledger.Cancelled + ledger.Expired
            + ledger.Returned;   // was settled in time, and is sent once more
        if (!_maturities.TryGetValue(id, out var maturity)) _maturities[id] = maturity = new MaturityCount();
        var (matured, late) = maturity.Look(now, ledger.Accepted, settled);
        var (sent, lost) = canaries.Ended(id);
        metrics.Matured(status.Destination, matured, late);
        metrics.CanaryLooked(status.Destination, canaries.ResultOf(id).Misses, lost);
        counts += new SeriesCounts
        {
            Accepted = Math.Max(0, ledger.Accepted - _accepted.GetValueOrDefault(id, ledger.Accepted)),
            Matured = matured,
            Late = late,
            Canaries = sent,
            CanariesLost = lost,
        };
        _accepted[id] = ledger.Accepted;
        foreach (var point in SeriesOf(id).Add(now, counts, latency)) _unsaved[(id, point.Width, point.StartsAt)] = point;
    }

    private DestinationReading Read(DateTimeOffset now, Destination destination, DestinationStatus? status, RetentionOutlook? retention)
    {
        var canary = canaries.ResultOf(destination.Id);
        var integration = catalog.GetValueOrDefault(destination.Integration);
        if (!_seenSince.TryGetValue(destination.Id, out var seenSince)) _seenSince[destination.Id] = seenSince = now;
        return new DestinationReading
        {
            Id = destination.Id,
            Integration = destination.Integration,
            MapperVersion = integration?.MapperVersion ?? 0,
            Series = SeriesOf(destination.Id),
            SeenSince = seenSince,
            IsKnown = _accepted.ContainsKey(destination.Id) && canaries.HasSpoken(destination),
            IsStoppedByHand = destination.IsStoppedByHand,
            IsChannel = integration?.SendsAlerts == true,
            HeldReason = destination.State == DestinationState.Held ? Code(destination.HeldReason) : null,
            LastProblem = status?.LastProblem ?? (canary.Misses > 0 ? Code(canary.Reason) : null),
            OldestPendingSeconds = status?.OldestPendingSeconds(now) ?? 0,
            Parked = status?.Ledger.Parked ?? 0,
            CertificateEndsAt = status?.CertificateEndsAt,
            ExpiryDaysLeft = retention?.DaysLeft,
            Expired = retention?.Expired ?? 0,
            Residual = status?.Ledger.Residual ?? 0,
            CanaryMisses = canary.Misses,
            CanaryThrew = canary.Threw,
        };
    }

    // The code alone, or the mapper and its version: what follows may hold words of the receiver.
    private static string Code(string? reason)
    {
        if (reason is null) return "held";
        return reason.StartsWith("mapper_error", StringComparison.Ordinal) ? reason : reason.Split(':')[0];
    }

    private DestinationSeries SeriesOf(int id)
    {
        if (!_series.TryGetValue(id, out var series)) _series[id] = series = new DestinationSeries(id);
        return series;
    }

    private void Forget(int id)
    {
        _series.Remove(id);
        _maturities.Remove(id);
        _accepted.Remove(id);
        _seenSince.Remove(id);
    }
}
