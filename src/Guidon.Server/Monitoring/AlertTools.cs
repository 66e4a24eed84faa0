using Guidon.Delivery;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Nodes;
using Guidon.Monitoring.Series;
using Guidon.Server.Tracking;

namespace Guidon.Server.Monitoring;

/// <summary>What the alert loop works with.</summary>
internal sealed record AlertTools
{
    internal required IDeliveryStore Deliveries { get; init; }

    internal required DeliveryService Delivery { get; init; }

    internal required ISeriesStore Series { get; init; }

    /// <summary>Which node evaluates the rules; this one where there is no other.</summary>
    internal IWatch Watch { get; init; } = new SoleWatch();

    /// <summary>Signs of life for an error tracker; <see langword="null"/> when there is none.</summary>
    internal CheckIns? CheckIns { get; init; }

    /// <summary>What people call this node.</summary>
    internal string NodeName { get; init; } = "";

    internal required IAlertStore Alerts { get; init; }

    internal required SeriesRecorder Recorder { get; init; }

    internal required CanaryRunner Canaries { get; init; }

    internal required NodeWatch Node { get; init; }

    internal required AlertTeller Teller { get; init; }

    internal required Heartbeat Heartbeat { get; init; }

    internal required MonitoringMetrics Metrics { get; init; }

    /// <summary>Between two looks.</summary>
    internal required TimeSpan Pause { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required ILogger Logger { get; init; }
}
