namespace Guidon.Flags;

/// <summary>What SDKs report through the analytics endpoint, and how much they ask.</summary>
public interface IUsageStore
{
    /// <summary>Adds to the counts of each (environment, feature, hour). All or none. Called at each flush, also with nothing to add.</summary>
    /// <exception cref="UsageStoreException">Nothing was counted.</exception>
    ValueTask AddAsync(IReadOnlyList<FeatureUsage> usage, CancellationToken cancellation);

    /// <summary>Adds to the counts of each (environment, kind, hour). All or none.</summary>
    /// <exception cref="UsageStoreException">Nothing was counted.</exception>
    ValueTask AddAsync(IReadOnlyList<RequestUsage> requests, CancellationToken cancellation);
}
