using Guidon.Delivery;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Flags;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Storage.Tests;

/// <summary>The ports of one open store, whatever engine is behind them.</summary>
public abstract class TestStore : IAsyncDisposable
{
    public abstract IEventLog EventLog { get; }

    public abstract IDeliveryStore Deliveries { get; }

    public abstract IIdentityStore Identities { get; }

    public abstract IUsageStore Usage { get; }

    public abstract IEnvironmentStore Environments { get; }

    public abstract IControlPlaneStore ControlPlane { get; }

    public abstract IRetentionStore Retention { get; }

    public abstract ISeriesStore Series { get; }

    public abstract IAlertStore Alerts { get; }

    public abstract IExpiryStore Expiries { get; }

    public abstract IDoubtStore Doubts { get; }

    public abstract IParkedStore Parked { get; }

    public abstract IReplayStore Replays { get; }

    public abstract IErasureStore Erasures { get; }

    /// <summary>Whether an erasure also takes the bytes out of the engine's files.</summary>
    public abstract bool ClearsFiles { get; }

    /// <summary>What the doctor finds by counting, without what the place of the test's files lets us promise.</summary>
    public async Task<IReadOnlyList<Finding>> FindingsAsync() => [.. (await ExamineAsync(isWhole: false, default)).Where(finding => finding.Code != "not_durable")];

    /// <summary>What the doctor finds.</summary>
    public abstract ValueTask<IReadOnlyList<Finding>> ExamineAsync(bool isWhole, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}
