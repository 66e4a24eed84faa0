using Guidon.Delivery;
using Guidon.Events.Retention;
using Guidon.Monitoring.Nodes;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Server.Monitoring;

/// <summary>
/// Turns running totals and what the pumps count into series, and into what the rules read. What this node's pumps counted is this node's share;
/// what is read off the ledgers all nodes see alike, so the one with the watch counts it. The loop's own; not for several threads.
/// </summary>
internal sealed class SeriesRecorder(
    DeliveryTally tally, CanaryRunner canaries, MonitoringMetrics metrics, IReadOnlyDictionary<string, Integration> catalog, string share = "")
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_recent = TimeSpan.FromMinutes(10);   // what others may still be adding to
    private static readonly TimeSpan s_traffic = TimeSpan.FromMinutes(2);   // what another node delivered comes with its next look

    private readonly Dictionary<int, DestinationSeries> _series = [];
    private readonly Dictionary<int, MaturityCount> _maturities = [];
    private readonly Dictionary<int, long> _accepted = [];
    private readonly Dictionary<int, DateTimeOffset> _seenSince = [];
    private readonly Dictionary<int, SeriesCounts> _carried = [];   // read off the ledgers since whoever has the watch last looked
    private long _looks;
    private readonly Dictionary<(int Destination, TimeSpan Width, DateTimeOffset StartsAt), SeriesPoint> _unsaved = [];
    private DateTimeOffset _readAt;

    /// <summary>Takes what is stored: by an earlier process, or by the other nodes.</summary>
    internal async Task RestoreAsync(ISeriesStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        await ReadAsync(store, s_hour, now - DestinationSeries.HoursKept, cancellation);
        await ReadAsync(store, s_minute, now - DestinationSeries.MinutesKept, cancellation);
    }

    /// <summary>Takes what other nodes stored of late.</summary>
    internal async Task ReadOthersAsync(ISeriesStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        await ReadAsync(store, s_hour, now - s_hour - s_recent, cancellation);
        await ReadAsync(store, s_minute, now - s_recent, cancellation);
    }

    /// <summary>One look. A destination whose ledger was not read since the last look gets no point: that it is not measured must show.</summary>
    internal IReadOnlyList<DestinationReading> Look(
        DateTimeOffset now, IReadOnlyList<Destination> configured, DeliveryReading reading, IReadOnlyDictionary<int, RetentionOutlook> retention,
        WatchTurn turn, CancellationToken cancellation)
    {
        var isNew = reading.At != _readAt;   // not later: the wall clock may have been set back
        _readAt = reading.At;
        var measured = reading.Destinations.ToDictionary(status => status.Destination.Id);
        foreach (var gone in _series.Keys.Except(configured.Select(destination => destination.Id)).ToList()) Forget(gone);
        if (turn.Looks != _looks && !turn.IsHeld) _carried.Clear();
        _looks = turn.Looks;
        return [.. configured.Select(destination =>
        {
            var status = measured.GetValueOrDefault(destination.Id);
            // What was counted waits for the next reading when there is none: taken without one it would be in no minute.
            var (counts, latency) = status is not null && isNew ? tally.Take(destination.Id) : (SeriesCounts.None, null);
            if (turn.IsHeld) canaries.Look(destination, counts.Delivered > 0 || SeriesOf(destination.Id).HasDeliveredElsewhere(s_traffic, now), cancellation);
            else canaries.Rehearse(destination);
            if (status is not null && latency is not null) Record(now, status, counts, latency, turn.IsHeld);
            return Read(now, destination, status, turn, retention.GetValueOrDefault(destination.Id));
        })];
    }

    /// <summary>Stores the points that changed since the last call; an idle node writes nothing. What could not be stored waits for the next one.</summary>
    internal async Task SaveAsync(ISeriesStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_unsaved.Count == 0) return;
        var points = _unsaved.ToArray();
        _unsaved.Clear();
        try
        {
            await store.KeepAsync([.. points.Select(point => point.Value)], now - DestinationSeries.MinutesKept, now - DestinationSeries.HoursKept, cancellation);
        }
        catch
        {
            foreach (var (place, point) in points) _unsaved.TryAdd(place, point);   // a newer one of the same minute holds all that it held
            throw;
        }
    }

    private void Record(DateTimeOffset now, DestinationStatus status, SeriesCounts counts, QuantileSketch latency, bool hasWatch)
    {
        var id = status.Destination.Id;
        var carried = _carried.GetValueOrDefault(id, SeriesCounts.None) + Ledgers(now, id, status.Ledger);
        if (!hasWatch)
        {
            _carried[id] = carried;
            if (counts == SeriesCounts.None && latency.Count == 0) return;   // another node pumps it
        }
        else
        {
            _carried.Remove(id);
            var (sent, lost) = canaries.Ended(id);
            metrics.Matured(status.Destination, carried.Matured, carried.Late);
            metrics.CanaryLooked(status.Destination, canaries.ResultOf(id).Misses, lost);
            counts += carried with { Canaries = sent, CanariesLost = lost };
        }

        foreach (var point in SeriesOf(id).Add(now, counts, latency)) _unsaved[(id, point.Width, point.StartsAt)] = point;
    }

    private SeriesCounts Ledgers(DateTimeOffset now, int id, LedgerEntry ledger)
    {
        var settled = ledger.Delivered + ledger.Parked + ledger.Filtered + ledger.Cancelled + ledger.Expired
            + ledger.Returned;   // was settled in time, and is sent once more
        if (!_maturities.TryGetValue(id, out var maturity)) _maturities[id] = maturity = new MaturityCount();
        var (matured, late) = maturity.Look(now, ledger.Accepted, settled);
        var accepted = Math.Max(0, ledger.Accepted - _accepted.GetValueOrDefault(id, ledger.Accepted));
        _accepted[id] = ledger.Accepted;
        return new SeriesCounts { Accepted = accepted, Matured = matured, Late = late };
    }

    private async Task ReadAsync(ISeriesStore store, TimeSpan width, DateTimeOffset from, CancellationToken cancellation)
    {
        foreach (var point in await store.ReadAsync(width, from, cancellation)) SeriesOf(point.DestinationId).Restore(point);
    }

    // Why it fails knows the node that pumps it.
    private DestinationReading Read(DateTimeOffset now, Destination destination, DestinationStatus? status, WatchTurn turn, RetentionOutlook? retention)
    {
        DestinationNote[] notes = [.. turn.Others.SelectMany(other => other.Destinations).Where(note => note.Id == destination.Id)];
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
            LastProblem = status?.LastProblem ?? notes.FirstOrDefault(note => note.LastProblem is not null)?.LastProblem ?? (canary.Misses > 0 ? Code(canary.Reason) : null),
            OldestPendingSeconds = status?.OldestPendingSeconds(now) ?? 0,
            Parked = status?.Ledger.Parked ?? 0,
            CertificateEndsAt = status?.CertificateEndsAt ?? notes.FirstOrDefault(note => note.CertificateEndsAt is not null)?.CertificateEndsAt,
            ExpiryDaysLeft = retention?.DaysLeft,
            Expired = retention?.Expired ?? 0,
            Residual = status?.Ledger.Residual ?? 0,
            CanaryMisses = canary.Misses,
            CanaryThrew = canary.Threw || notes.Any(note => note.CanaryThrew),
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
        if (!_series.TryGetValue(id, out var series)) _series[id] = series = new DestinationSeries(id, share);
        return series;
    }

    private void Forget(int id)
    {
        _series.Remove(id);
        _maturities.Remove(id);
        _accepted.Remove(id);
        _seenSince.Remove(id);
        _carried.Remove(id);
        tally.Forget(id);
        canaries.Forget(id);
    }
}
