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
    EventCapture capture, EventsMetrics events, StoreWatch store, SpaceGuard space, IExpiryStore expiries, SelfProbe probe, TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_keyNotice = TimeSpan.FromDays(14);

    private readonly Queue<(long Stamp, long Due, long Accepted, long Refused, TimeSpan Apart)> _past = new();
    private readonly long _startedStamp = time.GetTimestamp();
    private NodeReading _last = new();
    private IReadOnlyList<(string Key, DateTimeOffset EndsAt)> _keys = [];
    private DateTimeOffset _keysReadAt = DateTimeOffset.MinValue;

    /// <summary>How far the clocks of receivers are ahead of ours.</summary>
    internal Func<IReadOnlyList<TimeSpan>> Receivers { private get; init; } = static () => [];

    /// <summary>On an edge: environments for which the upstream gives nothing.</summary>
    internal Func<int> UpstreamFailing { private get; init; } = static () => 0;

    /// <summary>When this process began to watch, UTC.</summary>
    internal DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    internal NodeReading Last => Volatile.Read(ref _last);

    internal long CaptureDue => capture.Due;

    internal TimeSpan? FirstKeyEndsIn => Volatile.Read(ref _keys) is { Count: > 0 } keys ? keys.Min(key => key.EndsAt) - time.GetUtcNow() : null;

    internal TimeSpan? CertificateEndsIn => probe.CertificateEndsAt - time.GetUtcNow();

    /// <param name="heartbeatMisses">In a row.</param>
    /// <param name="cancellation">Stops the read.</param>
    internal async Task<NodeReading> LookAsync(int heartbeatMisses, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var apart = now - StartedAt - time.GetElapsedTime(_startedStamp);
        _past.Enqueue((time.GetTimestamp(), capture.Due, events.Accepted, events.Refused, apart));
        // By the steady clock: a wall clock that jumps would keep them for ever, or drop at once the look that the jump is seen by.
        while (time.GetElapsedTime(_past.Peek().Stamp) > s_window) _past.Dequeue();
        var before = _past.Peek();
        await probe.LookAsync(cancellation);
        await ReadKeysAsync(now, cancellation);
        var reading = new NodeReading
        {
            IsKnown = time.GetElapsedTime(_startedStamp) >= s_window,
            CaptureDue = capture.Due - before.Due,
            Captured = events.Accepted - before.Accepted,
            CaptureRefused = events.Refused - before.Refused,
            IntakeResidual = events.Unaccounted,
            StoreFindings = store.Last.Findings.Count(IsNews),
            IsSpaceLow = space.Reading.Level != SpaceLevel.Enough,
            UsablePercent = space.Reading.Space.UsablePercent,
            ClockSkew = apart - before.Apart,
            ClockOffset = Middle(Receivers()),
            ExpiringKeys = [.. _keys.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.Key}, until {key.EndsAt:yyyy-MM-dd}"))],
            CertificateEndsAt = probe.CertificateEndsAt,
            UpstreamFailing = UpstreamFailing(),
            MetricsMisses = probe.MetricsMisses,
            HeartbeatMisses = heartbeatMisses,
        };
        Volatile.Write(ref _last, reading);
        return reading;
    }

    // A single receiver whose clock is off is no fault of ours, unless there is no other to ask.
    private static TimeSpan Middle(IReadOnlyList<TimeSpan> offsets) => offsets.Count == 0 ? TimeSpan.Zero : offsets.Order().ElementAt(offsets.Count / 2);

    // A destination's residual has a rule of its own. That the volume is not durable is told at start and by the status; it is no event of the night.
    private static bool IsNews(Finding finding) => finding.Code != "not_durable" && finding is not { Code: "residual", DestinationId: not null };

    private async Task ReadKeysAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - _keysReadAt < s_window && now >= _keysReadAt) return;
        _keysReadAt = now;
        Volatile.Write(ref _keys, await expiries.ExpiringAsync(now, now + s_keyNotice, cancellation));
    }
}
