using System.Collections.Concurrent;
using Guidon.Events;
using Guidon.Storage;

namespace Guidon.Server.Edge;

/// <summary>
/// Makes committed changes live on this node before their authors are answered. When storage fails at that very moment the change stays
/// committed: the old flags are served, and the environment is tried again every second until it is up to date.
/// </summary>
internal sealed partial class EnvironmentReloads(EnvironmentLoader loader, TimeProvider time, ILogger<EnvironmentReloads> logger) : BackgroundService
{
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromSeconds(1);

    // What a change of a project with many environments has in memory twice.
    private const int AtOnceMax = 16;

    private readonly ConcurrentDictionary<int, bool> _behind = new();   // a set; bounded by the number of environments
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private HashSet<int> _changed = [];   // under the gate; of the next load
    private Task? _next;                  // under the gate; the load that has not begun

    /// <summary>
    /// Not cancellable: the change is already durable, whatever became of the caller. Those who come while a load is on its way share the next one, so that a burst of changes is
    /// loaded as often as there is time for.
    /// </summary>
    internal Task ReloadAsync(IEnumerable<int> environmentIds)
    {
        int[] ids = [.. environmentIds];
        if (ids.Length == 0) return Task.CompletedTask;
        lock (_gate)
        {
            _changed.UnionWith(ids);
            return _next ??= LoadNextAsync();
        }
    }

    private async Task LoadNextAsync()
    {
        // Not under the gate, whose owner is about to note this task.
        await Task.Yield();
        await _turn.WaitAsync();
        try
        {
            HashSet<int> changed;
            lock (_gate) (changed, _changed, _next) = (_changed, [], null);
            foreach (var some in changed.Chunk(AtOnceMax)) await TryAsync(some, CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_retryEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var id in _behind.Keys)
                {
                    // Removed first: a failure that comes meanwhile is not lost.
                    _behind.TryRemove(id, out _);
                    if (await TryAsync([id], stoppingToken)) Log.CaughtUp(logger, id);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
    }

    private async Task<bool> TryAsync(int[] environmentIds, CancellationToken cancellation)
    {
        try
        {
            await loader.ReloadAsync(environmentIds, cancellation);
            return true;
        }
        catch (Exception error) when (error is StorageException or EventLogException)
        {
            // Once per environment that falls behind, not once per second.
            foreach (var id in environmentIds.Where(id => _behind.TryAdd(id, true))) Log.Behind(logger, id, error);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2131, LogLevel.Error, "Served old flags of environment {EnvironmentId}: its change is stored but could not be loaded; trying again")]
        internal static partial void Behind(ILogger logger, int environmentId, Exception error);

        [LoggerMessage(2132, LogLevel.Warning, "Caught up with the last change of environment {EnvironmentId}")]
        internal static partial void CaughtUp(ILogger logger, int environmentId);

        [LoggerMessage(2133, LogLevel.Debug, "Stopped looking for environments that are behind")]
        internal static partial void Stopped(ILogger logger);
    }
}
