using System.Diagnostics.Metrics;

namespace Guidon.Server.Realtime;

/// <summary>What the streams count. Every instrument is there from the start, also at 0.</summary>
internal sealed class RealtimeMetrics : IDisposable
{
    internal const string MeterName = "Guidon.Server.Realtime";

    private readonly Meter _meter = new(MeterName);
    private readonly UpDownCounter<long> _subscribers;
    private readonly Counter<long> _eventsSent;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _refused;

    internal RealtimeMetrics()
    {
        _subscribers = _meter.CreateUpDownCounter<long>("guidon.realtime.subscribers", "{subscriber}", "Streams that are open.");
        _eventsSent = _meter.CreateCounter<long>("guidon.realtime.events.sent", "{event}", "Events written to streams, the first of each stream included.");
        _dropped = _meter.CreateCounter<long>("guidon.realtime.subscribers.dropped", "{subscriber}", "Streams cut off since their reader was too slow.");
        _refused = _meter.CreateCounter<long>("guidon.realtime.subscribers.refused", "{subscriber}", "Streams refused since this node has its maximum.");
        foreach (var counter in (ReadOnlySpan<Counter<long>>)[_eventsSent, _dropped, _refused]) counter.Add(0);
        _subscribers.Add(0);
    }

    internal void Opened() => _subscribers.Add(1);

    internal void Closed() => _subscribers.Add(-1);

    internal void EventSent() => _eventsSent.Add(1);

    internal void Dropped() => _dropped.Add(1);

    internal void Refused() => _refused.Add(1);

    public void Dispose() => _meter.Dispose();
}
