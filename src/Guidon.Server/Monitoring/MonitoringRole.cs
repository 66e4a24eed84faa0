using Guidon.Delivery;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Server.Edge;
using Guidon.Server.Health;
using Guidon.Server.Management.Status;
using Guidon.Server.Tracking;
using Guidon.Server.Upstream;
using Guidon.Storage;

namespace Guidon.Server.Monitoring;

/// <summary>Everything that watches, put together.</summary>
internal sealed class MonitoringRole : IAsyncDisposable
{
    private readonly DeliveryTally _tally;
    private readonly SelfProbe _probe;
    private readonly Heartbeat _heartbeat;
    private readonly MonitoringMetrics _metrics;
    private readonly CanaryRunner _canaries;
    private readonly AlertLoop _loop;
    private readonly IDeliveryStore _deliveries;

    internal MonitoringRole(
        WebApplication app, MonitoringOptions options, MetricsOptions metrics, IStorage storage, DeliveryService delivery,
        IReadOnlyDictionary<string, Integration> catalog, ISettingsProtector protector, EventCapture capture, EventsMetrics events, StoreWatch watch, SpaceGuard space,
        AppendSignal signal, ErrorTracker? tracker, EdgeRole? edge, TimeProvider time, ILoggerFactory loggers)
    {
        var ids = new EventIdSource(time, new Random());
        _deliveries = storage.Deliveries;
        _tally = new DeliveryTally(delivery.Meter);
        // Not before it listens: a node that starts is no node whose metrics are gone.
        _probe = new SelfProbe(() => Listening(app), () => metrics.AddressIn(Listening(app)), metrics.Token, time);
        _heartbeat = new Heartbeat(options.HeartbeatUrl, time, loggers.CreateLogger<Heartbeat>());
        var node = new NodeWatch(capture, events, watch, space, storage.Expiries, _probe, time) { Receivers = () => delivery.ClockOffsets, UpstreamFailing = () => edge?.Failing ?? 0 };
        _metrics = new MonitoringMetrics([.. catalog.Values], node);
        _canaries = new CanaryRunner(delivery, catalog, ids, options, time, loggers.CreateLogger<CanaryRunner>());
        _loop = new AlertLoop(new AlertTools
        {
            Deliveries = storage.Deliveries,
            Delivery = delivery,
            Retention = storage.Retention,
            Series = storage.Series,
            Alerts = storage.Alerts,
            Watch = storage.Watch,
            NodeName = options.NodeName,
            CheckIns = tracker is null ? null : new CheckIns(tracker, storage.Replays, time),
            Recorder = new SeriesRecorder(_tally, _canaries, _metrics, catalog, storage.Watch.Share),
            Canaries = _canaries,
            Node = node,
            Teller = new AlertTeller(storage.Deliveries, storage.Parked, storage.EventLog, signal, catalog, protector, ids, options.NodeName, time),
            Heartbeat = _heartbeat,
            Metrics = _metrics,
            Pause = TimeSpan.FromSeconds(options.EvaluationSeconds),
            Time = time,
            Logger = loggers.CreateLogger<AlertLoop>(),
        });
    }

    /// <summary>What people silence and take on.</summary>
    internal AlertLoop Alerts => _loop;

    /// <summary>Integrations whose mapper throws at a marked event: this build must not deliver for them.</summary>
    internal IReadOnlyList<string> NotReady => _canaries.Throwing;

    /// <summary>Rehearses every destination before the node says that it is ready, then begins.</summary>
    internal async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var destination in await _deliveries.DestinationsAsync(cancellation)) _canaries.Rehearse(destination);
        _loop.Start();
    }

    private static IEnumerable<string> Listening(WebApplication app) => app.Lifetime.ApplicationStarted.IsCancellationRequested ? app.Urls : [];

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        _metrics.Dispose();
        _heartbeat.Dispose();
        _probe.Dispose();
        _tally.Dispose();
    }
}
