using System.Text.Json;
using Guidon.Flags;

namespace Guidon.Server.Upstream;

/// <summary>
/// Hands what SDKs report on to the upstream, where its reader looks for it: one request per environment and flush. What the upstream
/// does not take waits here for the next flush; what is too much, or left at the end, goes to the local database. The protocol's reports have no
/// name: one whose answer got lost is sent again, and the upstream counts it twice.
/// </summary>
internal sealed partial class UpstreamUsage(
    IReadOnlyList<UpstreamEnvironment> environments, UpstreamClient client, IUsageStore local, Guid writer, UpstreamMetrics metrics, TimeProvider time, ILogger<UpstreamUsage> logger) : IUsageStore
{
    private const int WaitingRowsMax = 20_000;

    // Touched by the one flushing loop, and after its end by KeepAsync.
    private readonly Dictionary<(int EnvironmentId, string Feature, DateTimeOffset Hour), long> _waiting = [];
    private UsageReport? _keeping;   // what the local database may have already
    private long _number;            // of the last one that was meant for it
    private long _taken;             // of the last one that is here: one that the local database did not take comes again
    private bool _isFailing;

    public async ValueTask AddAsync(UsageReport report, CancellationToken cancellation)
    {
        if (report.Number > _taken)
        {
            foreach (var each in report.Features)
            {
                var key = (each.EnvironmentId, each.FeatureName, each.Hour);
                _waiting[key] = _waiting.GetValueOrDefault(key) + each.Count;
            }

            _taken = report.Number;
        }

        foreach (var group in _waiting.GroupBy(row => row.Key.EnvironmentId).ToList()) await ForwardAsync(group.Key, [.. group], cancellation);
        if (_waiting.Count > WaitingRowsMax) await KeepAsync();
        // The protocol has no word for them: an edge's requests are its own.
        await local.AddAsync(report with { Features = [] }, cancellation);
    }

    /// <summary>Stores what still waits. Where that fails it waits on, and the log says so.</summary>
    internal async Task KeepAsync()
    {
        while (_keeping is not null || _waiting.Count > 0)
        {
            if (_keeping is null)
            {
                _keeping = new UsageReport(writer, ++_number, time.GetUtcNow(), [.. _waiting.Select(row => new FeatureUsage(row.Key.EnvironmentId, row.Key.Feature, row.Key.Hour, row.Value))], []);
                _waiting.Clear();
            }

            if (!await TryKeepAsync(_keeping)) return;
            _keeping = null;
        }
    }

    private async Task<bool> TryKeepAsync(UsageReport report)
    {
        try
        {
            await local.AddAsync(report, CancellationToken.None);
            metrics.Usage("kept", report.Count);
            Log.Kept(logger, report.Count);
            return true;
        }
        catch (UsageStoreException error)
        {
            Log.NotKept(logger, report.Count + _waiting.Values.Sum(), error);
            return false;
        }
    }

    private async Task ForwardAsync(int environmentId, List<KeyValuePair<(int EnvironmentId, string Feature, DateTimeOffset Hour), long>> rows, CancellationToken cancellation)
    {
        // The protocol knows names and counts and no hours.
        var counts = rows.GroupBy(row => row.Key.Feature, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(row => row.Value), StringComparer.Ordinal);
        var key = environments.FirstOrDefault(each => each.Id == environmentId)?.Keys.ClientKey;
        var isTaken = key is not null
            && await client.ReportAsync(key, JsonSerializer.SerializeToUtf8Bytes(counts, UpstreamJson.Default.DictionaryStringInt64), cancellation);
        if (!isTaken && !_isFailing) Log.Waiting(logger);
        _isFailing = !isTaken;
        if (!isTaken) return;
        foreach (var row in rows) _waiting.Remove(row.Key);
        metrics.Usage("forwarded", counts.Values.Sum());
    }

    private static partial class Log
    {
        [LoggerMessage(2161, LogLevel.Warning, "Kept usage in memory: the upstream did not take it; trying again")]
        internal static partial void Waiting(ILogger logger);

        [LoggerMessage(2162, LogLevel.Warning, "Stored {Evaluations} reported evaluations in the local database: the upstream did not take them")]
        internal static partial void Kept(ILogger logger, long evaluations);

        [LoggerMessage(2163, LogLevel.Error, "Could not store {Evaluations} reported evaluations, which the upstream did not take either")]
        internal static partial void NotKept(ILogger logger, long evaluations, Exception error);
    }
}
