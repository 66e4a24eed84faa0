using Guidon.Flags;

namespace Guidon.Storage.Stores;

/// <summary>Usage that SDKs report and requests that they make, summed per hour.</summary>
internal sealed class UsageStore(IStoreWriter writer) : IUsageStore
{
    private const string AddUsage =
        """
        INSERT INTO feature_usage (environment_id, hour, feature_name, count) VALUES (@environment, @hour, @feature, @count)
        ON CONFLICT (environment_id, hour, feature_name) DO UPDATE SET count = feature_usage.count + excluded.count
        """;

    private const string AddRequests =
        """
        INSERT INTO request_usage (environment_id, hour, kind, count) VALUES (@environment, @hour, @kind, @count)
        ON CONFLICT (environment_id, hour, kind) DO UPDATE SET count = request_usage.count + excluded.count
        """;

    public ValueTask AddAsync(IReadOnlyList<FeatureUsage> usage, CancellationToken cancellation) => AddAsync(
        usage,
        static (session, each) => session.Command(AddUsage)
            .With("@environment", each.EnvironmentId).With("@hour", each.Hour.ToUnixTimeSeconds()).With("@feature", each.FeatureName).With("@count", each.Count),
        cancellation);

    public ValueTask AddAsync(IReadOnlyList<RequestUsage> requests, CancellationToken cancellation) => AddAsync(
        requests,
        static (session, each) => session.Command(AddRequests)
            .With("@environment", each.EnvironmentId).With("@hour", each.Hour.ToUnixTimeSeconds()).With("@kind", (int)each.Kind).With("@count", each.Count),
        cancellation);

    private async ValueTask AddAsync<T>(IReadOnlyList<T> rows, Func<IStoreSession, T, StoreCommand> command, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        try
        {
            await writer.RunAsync(session => rows.Sum(row => command(session, row).ExecuteNonQuery()), cancellation).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            throw new UsageStoreException(error.Message, error);
        }
    }
}
