using System.Collections.Concurrent;
using Guidon.Flags;

namespace Guidon.Server.Edge;

/// <summary>
/// Counts evaluations in memory and stores them, with the requests of <see cref="RequestCounter"/>, every ten seconds. Losing the store never touches flags: counts stay here and are
/// tried again; what is left when the process ends is counted as dropped and logged. A process that is killed loses what it counted since the last flush.
/// Its reports are known under a name that is another one with each start.
/// </summary>
internal sealed partial class UsageCounter(
    IUsageStore store, Guid writer, RequestCounter requests, EdgeMetrics metrics, TimeProvider time, ILogger<UsageCounter> logger) : BackgroundService
{
    private static readonly TimeSpan s_flushEvery = TimeSpan.FromSeconds(10);

    private ConcurrentDictionary<(int EnvironmentId, string Feature, DateTimeOffset Hour), long> _counts = new();
    private UsageReport? _unsettled;   // of the last flush, while the store did not say that it has it; touched by one flush at a time
    private long _number;              // likewise

    internal void Add(int environmentId, string feature, long count)
    {
        var now = time.GetUtcNow();
        var hour = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        Volatile.Read(ref _counts).AddOrUpdate((environmentId, feature, hour), count, (_, old) => old + count);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync();
        var left = _counts.Values.Sum() + requests.Take().Sum(each => each.Count) + (_unsettled?.Count ?? 0);
        if (left == 0) return;
        metrics.UsageDropped(left);
        Log.Dropped(logger, left);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_flushEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
    }

    // Is not cancelled: what was taken out would be in nobody's hands.
    private async Task FlushAsync()
    {
        // What the store may have already comes again as it was, before anything else: only then is it counted once.
        if (!await TrySettleAsync()) return;
        var taken = Interlocked.Exchange(ref _counts, new());
        var copied = taken.ToDictionary();
        _unsettled = new UsageReport(
            writer, ++_number, time.GetUtcNow(), [.. copied.Select(pair => new FeatureUsage(pair.Key.EnvironmentId, pair.Key.Feature, pair.Key.Hour, pair.Value))], requests.Take());
        await TrySettleAsync();
        // An Add that still held the old dictionary may have come after the copy.
        foreach (var (key, count) in taken)
        {
            var late = count - copied.GetValueOrDefault(key);
            if (late > 0) _counts.AddOrUpdate(key, late, (_, old) => old + late);
        }
    }

    private async Task<bool> TrySettleAsync()
    {
        if (_unsettled is not { } report) return true;
        try
        {
            await store.AddAsync(report, CancellationToken.None);
            _unsettled = null;
            return true;
        }
        catch (UsageStoreException error)
        {
            Log.FlushFailed(logger, report.Features.Count + report.Requests.Count, error);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2111, LogLevel.Warning, "Kept {Rows} usage rows in memory: the store could not be written; trying again")]
        internal static partial void FlushFailed(ILogger logger, int rows, Exception error);

        [LoggerMessage(2112, LogLevel.Error, "Dropped {Evaluations} counted evaluations and requests: the store could not be written before the end")]
        internal static partial void Dropped(ILogger logger, long evaluations);

        [LoggerMessage(2113, LogLevel.Debug, "Stopped counting usage")]
        internal static partial void Stopped(ILogger logger);
    }
}
