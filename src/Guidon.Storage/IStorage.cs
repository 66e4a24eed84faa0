using Guidon.Delivery;
using Guidon.Delivery.Attempts;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Flags;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Nodes;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Storage;

/// <summary>An open store, whatever its engine: all ports. Dispose whatever writes to it before.</summary>
public interface IStorage : IAsyncDisposable
{
    /// <summary>The event log.</summary>
    IEventLog EventLog { get; }

    /// <summary>Destinations, cursors, ledgers.</summary>
    IDeliveryStore Deliveries { get; }

    /// <summary>Parked events.</summary>
    IParkedStore Parked { get; }

    /// <summary>Replays and events that are sent once more.</summary>
    IReplayStore Replays { get; }

    /// <summary>The last attempts.</summary>
    IAttemptStore Attempts { get; }

    /// <summary>What happened at each destination, by minute and hour.</summary>
    ISeriesStore Series { get; }

    /// <summary>Alerts with their history.</summary>
    IAlertStore Alerts { get; }

    /// <summary>Keys that end soon.</summary>
    IExpiryStore Expiries { get; }

    /// <summary>What attempts left in doubt.</summary>
    IDoubtStore Doubts { get; }

    /// <summary>Identities with a cache in front.</summary>
    IIdentityStore Identities { get; }

    /// <summary>Usage that SDKs report.</summary>
    IUsageStore Usage { get; }

    /// <summary>Published environments.</summary>
    IEnvironmentStore Environments { get; }

    /// <summary>What an edge keeps of its upstream.</summary>
    IUpstreamStore Upstream { get; }

    /// <summary>What operators write.</summary>
    IControlPlaneStore ControlPlane { get; }

    /// <summary>Policies, warnings and decisions about events.</summary>
    IRetentionStore Retention { get; }

    /// <summary>Takes an identity out of everything.</summary>
    IErasureStore Erasures { get; }

    /// <summary>Which destinations are this node's to pump.</summary>
    IDestinationLeases Leases { get; }

    /// <summary>Which node evaluates the rules.</summary>
    IWatch Watch { get; }

    /// <summary>The volume that the log lies on.</summary>
    ILogVolume Volume { get; }

    /// <summary>What an acknowledged write survives: what the start found, and whether writing works now.</summary>
    StorageGuarantee Guarantee { get; }

    /// <summary>What this start had to cut off the log.</summary>
    RecoveryReport Recovery { get; }

    /// <summary>Tells of what other nodes write, until the store is disposed. Call it once; where there can be no other node, nothing is told.</summary>
    void Follow(IStoreFollower follower);

    /// <summary>Compares what was counted with what is there, at one moment.</summary>
    /// <param name="isWhole">False for counts and balances only, which can be done often; true reads every row.</param>
    /// <param name="cancellation">Stops it in the middle.</param>
    /// <returns>What must not be; empty when all is well.</returns>
    /// <exception cref="StorageException">It could not be read.</exception>
    ValueTask<IReadOnlyList<Finding>> ExamineAsync(bool isWhole, CancellationToken cancellation);
}
