using System.Globalization;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Monitoring.Rules;
using Guidon.Server.Edge;
using Guidon.Server.Management.Status;
using Guidon.Storage;

namespace Guidon.Server.Monitoring;

/// <summary>Reads what the rules need to know of the node itself. The loop calls it; whoever collects metrics reads the last reading.</summary>
internal sealed class NodeWatch(
    EventCapture capture, EventsMetrics events, StoreWatch store, SpaceGuard space, IExpiryStore expiries, IRetentionStore retention, SelfProbe probe, TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_keyNotice = TimeSpan.FromDays(14);

    private readonly Queue<(DateTimeOffset At, long Due, long Accepted, long Refused, TimeSpan Apart)> _past = new();
    private readonly long _startedStamp = time.GetTimestamp();
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private NodeReading _last = new();
    private IReadOnlyList<(string Key, DateTimeOffset EndsAt)> _keys = [];
    private DateTimeOffset _keysReadAt = DateTimeOffset.MinValue;

    internal NodeReading Last => Volatile.Read(ref _last);

    internal long CaptureDue => capture.Due;

    internal TimeSpan? FirstKeyEndsIn => Volatile.Read(ref _keys) is { Count: > 0 } keys ? keys.Min(key => key.EndsAt) - time.GetUtcNow() : null;

    internal TimeSpan? CertificateEndsIn => probe.CertificateEndsAt - time.GetUtcNow();

    /// <param name="heartbeatMisses">In a row.</param>
    /// <param name="cancellation">Stops the read.</param>
    internal async Task<NodeReading> LookAsync(int heartbeatMisses, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var apart = now - _startedAt - time.GetElapsedTime(_startedStamp);
        _past.Enqueue((now, capture.Due, events.Accepted, events.Refused, apart));
        // By the number of looks and not by their times alone: a clock that was set back would keep them for ever.
        while (_past.Count > 1 && (now - _past.Peek().At > s_window || _past.Count > 1_000)) _past.Dequeue();
        var before = _past.Peek();
        await probe.LookAsync(cancellation);
        await ReadKeysAsync(now, cancellation);
        var reading = new NodeReading
        {
            CaptureDue = capture.Due - before.Due,
            Captured = events.Accepted - before.Accepted,
            CaptureRefused = events.Refused - before.Refused,
            IntakeResidual = events.Unaccounted,
            StoreFindings = store.Last.Findings.Count(IsNews),
            Expiring = [.. (await retention.NoticesAsync(cancellation)).Select(notice => new ExpiringEvents(notice.DestinationId, notice.DaysLeft, notice.Events, notice.OldestAt))],
            IsSpaceLow = space.Reading.Level != SpaceLevel.Enough,
            UsablePercent = space.Reading.Space.UsablePercent,
            ClockSkew = apart - before.Apart,
            ExpiringKeys = [.. _keys.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.Key}, until {key.EndsAt:yyyy-MM-dd}"))],
            CertificateEndsAt = probe.CertificateEndsAt,
            MetricsMisses = probe.MetricsMisses,
            HeartbeatMisses = heartbeatMisses,
        };
        Volatile.Write(ref _last, reading);
        return reading;
    }

    // A destination's residual has a rule of its own. That the volume is not durable is told at start and by the status; it is no event of the night.
    private static bool IsNews(Finding finding) => finding.Code != "not_durable" && finding is not { Code: "residual", DestinationId: not null };

    private async Task ReadKeysAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - _keysReadAt < s_window && now >= _keysReadAt) return;
        _keysReadAt = now;
        Volatile.Write(ref _keys, await expiries.ExpiringAsync(now, now + s_keyNotice, cancellation));
    }
}
