using Guidon.Flags;

namespace Guidon.Storage.Stores;

/// <summary>Usage that SDKs report and requests that they make, summed per hour.</summary>
internal sealed class UsageStore(IStoreWriter writer) : IUsageStore
{
    // Nobody tries the same report again for as long.
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    // No row is written when this report, or a later one, is counted already.
    private const string Begin =
        """
        INSERT INTO usage_flush (writer, number, flushed_at) VALUES (@writer, @number, @at)
        ON CONFLICT (writer) DO UPDATE SET number = excluded.number, flushed_at = excluded.flushed_at WHERE usage_flush.number < excluded.number
        """;

    private const string Forget = "DELETE FROM usage_flush WHERE flushed_at < @old";

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

    public async ValueTask AddAsync(UsageReport report, CancellationToken cancellation)
    {
        if (report.IsEmpty) return;
        try
        {
            await writer.RunAsync(session => Add(session, report), cancellation).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            throw new UsageStoreException(error.Message, error);
        }
    }

    private static int Add(IStoreSession session, UsageReport report)
    {
        var begun = session.Command(Begin).With("@writer", report.Writer.ToString("N")).With("@number", report.Number).With("@at", report.At.ToUnixTimeSeconds());
        if (begun.ExecuteNonQuery() == 0) return 0;
        session.Command(Forget).With("@old", (report.At - s_kept).ToUnixTimeSeconds()).ExecuteNonQuery();
        foreach (var each in report.Features)
        {
            session.Command(AddUsage).With("@environment", each.EnvironmentId).With("@hour", each.Hour.ToUnixTimeSeconds())
                .With("@feature", each.FeatureName).With("@count", each.Count).ExecuteNonQuery();
        }

        foreach (var each in report.Requests)
        {
            session.Command(AddRequests).With("@environment", each.EnvironmentId).With("@hour", each.Hour.ToUnixTimeSeconds())
                .With("@kind", (int)each.Kind).With("@count", each.Count).ExecuteNonQuery();
        }

        return report.Features.Count + report.Requests.Count;
    }
}
