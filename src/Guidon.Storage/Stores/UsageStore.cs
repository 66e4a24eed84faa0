using Guidon.Flags;

namespace Guidon.Storage.Stores;

/// <summary>Usage that SDKs report, summed per hour,.</summary>
internal sealed class UsageStore(IStoreWriter writer) : IUsageStore
{
    private const string AddUsage =
        """
        INSERT INTO feature_usage (environment_id, hour, feature_name, count) VALUES (@environment, @hour, @feature, @count)
        ON CONFLICT (environment_id, hour, feature_name) DO UPDATE SET count = feature_usage.count + excluded.count
        """;

    public async ValueTask AddAsync(IReadOnlyList<FeatureUsage> usage, CancellationToken cancellation)
    {
        if (usage.Count == 0) return;
        try
        {
            await writer.RunAsync(session => Add(session, usage), cancellation).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            throw new UsageStoreException(error.Message, error);
        }
    }

    private static int Add(IStoreSession session, IReadOnlyList<FeatureUsage> usage)
    {
        foreach (var each in usage)
        {
            session.Command(AddUsage)
                .With("@environment", each.EnvironmentId).With("@hour", each.Hour.ToUnixTimeSeconds())
                .With("@feature", each.FeatureName).With("@count", each.Count)
                .ExecuteNonQuery();
        }

        return usage.Count;
    }
}
