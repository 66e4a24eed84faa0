namespace Guidon.Flags;

/// <summary>What SDKs report through the analytics endpoint, and how much they ask.</summary>
public interface IUsageStore
{
    /// <summary>
    /// Adds to the counts of each (environment, feature or kind, hour), all or none, and only once however often the same report comes: whoever got no answer
    /// cannot know whether it was stored. Called at each flush, also with nothing to add.
    /// </summary>
    /// <exception cref="UsageStoreException">Perhaps nothing was counted: the same report is to come again, before another of its writer.</exception>
    ValueTask AddAsync(UsageReport report, CancellationToken cancellation);
}
