using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Upstream;

/// <summary>
/// Hands what SDKs report on to the upstream, where its reader looks for it: one request per environment and flush, with a name by which a Guidon counts it
/// once. What the upstream does not take comes again unchanged at the next flush, before what was counted since; what is too much, or left at the end, goes to
/// the local database. An upstream that knows no names counts a report twice whose answer got lost.
/// </summary>
internal sealed partial class UpstreamUsage(
    IReadOnlyList<UpstreamEnvironment> environments, UpstreamClient client, IUsageStore local, UuidSource uuids, UpstreamMetrics metrics, TimeProvider time, ILogger<UpstreamUsage> logger) : IUsageStore
{
    private const int WaitingRowsMax = 20_000;

    // Touched by the one flushing loop, and after its end by KeepAsync.
    private readonly Dictionary<(int EnvironmentId, string Feature, DateTimeOffset Hour), long> _waiting = [];
    private readonly Dictionary<int, OpenReport> _open = [];   // by environment: what the upstream may have already
    private readonly Dictionary<int, ReportName> _names = environments.ToDictionary(each => each.Id, _ => new ReportName(uuids.Next(), 0));   // the last one given
    private readonly Guid _writer = uuids.Next();   // in the local database
    private UsageReport? _keeping;   // what the local database may have already
    private long _number;            // of the last one that was meant for it
    private long _taken;             // of the last one that is here: one that the local database did not take comes again
    private bool _isFailing;

    public async ValueTask AddAsync(UsageReport report, CancellationToken cancellation)
    {
        if (report.Number > _taken)
        {
            foreach (var each in report.Features) Wait((each.EnvironmentId, each.FeatureName, each.Hour), each.Count);
            _taken = report.Number;
        }

        var waiting = _waiting.ToLookup(row => row.Key.EnvironmentId);
        foreach (var environment in environments) await ForwardAsync(environment, [.. waiting[environment.Id]], cancellation);
        if (_waiting.Count + _open.Values.Sum(each => each.Rows.Count) > WaitingRowsMax) await KeepAsync();
        // The protocol has no word for them: an edge's requests are its own.
        await local.AddAsync(report with { Features = [] }, cancellation);
    }

    /// <summary>Stores what still waits. Where that fails it waits on, and the log says so.</summary>
    internal async Task KeepAsync()
    {
        foreach (var (key, count) in _open.Values.SelectMany(each => each.Rows)) Wait(key, count);
        _open.Clear();
        while (_keeping is not null || _waiting.Count > 0)
        {
            if (_keeping is null)
            {
                _keeping = new UsageReport(_writer, ++_number, time.GetUtcNow(), [.. _waiting.Select(row => new FeatureUsage(row.Key.EnvironmentId, row.Key.Feature, row.Key.Hour, row.Value))], []);
                _waiting.Clear();
            }

            if (!await TryKeepAsync(_keeping)) return;
            _keeping = null;
        }
    }

    private void Wait((int EnvironmentId, string Feature, DateTimeOffset Hour) key, long count) => _waiting[key] = _waiting.GetValueOrDefault(key) + count;

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

    // First what it may have already, then what came since.
    private async Task ForwardAsync(UpstreamEnvironment environment, List<KeyValuePair<(int EnvironmentId, string Feature, DateTimeOffset Hour), long>> rows, CancellationToken cancellation)
    {
        if (_open.TryGetValue(environment.Id, out var open) && !await TrySendAsync(environment, open, cancellation)) return;
        if (rows.Count == 0) return;
        foreach (var row in rows) _waiting.Remove(row.Key);
        var name = _names[environment.Id] = _names[environment.Id] with { Number = _names[environment.Id].Number + 1 };
        await TrySendAsync(environment, _open[environment.Id] = OpenReport.Of(name, rows), cancellation);
    }

    private async Task<bool> TrySendAsync(UpstreamEnvironment environment, OpenReport report, CancellationToken cancellation)
    {
        var isTaken = await client.ReportAsync(environment.Keys, report.Name, report.Body, cancellation);
        if (!isTaken && !_isFailing) Log.Waiting(logger);
        _isFailing = !isTaken;
        if (!isTaken) return false;
        _open.Remove(environment.Id);
        metrics.Usage("forwarded", report.Rows.Sum(row => row.Value));
        return true;
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

    /// <summary>What was sent and not answered: it stays as it is.</summary>
    private sealed record OpenReport(ReportName Name, byte[] Body, IReadOnlyList<KeyValuePair<(int EnvironmentId, string Feature, DateTimeOffset Hour), long>> Rows)
    {
        // The protocol knows names and counts and no hours.
        internal static OpenReport Of(ReportName name, IReadOnlyList<KeyValuePair<(int EnvironmentId, string Feature, DateTimeOffset Hour), long>> rows) => new(
            name, JsonSerializer.SerializeToUtf8Bytes(rows.GroupBy(row => row.Key.Feature, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(row => row.Value), StringComparer.Ordinal), UpstreamJson.Default.DictionaryStringInt64), rows);
    }
}
