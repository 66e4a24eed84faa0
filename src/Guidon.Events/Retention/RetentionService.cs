using Microsoft.Extensions.Logging;

namespace Guidon.Events.Retention;

/// <summary>Looks at the volume every second, keeps ended capture gaps, and runs a round of retention every minute.</summary>
/// <param name="round">What a round does.</param>
/// <param name="guard">Follows the space.</param>
/// <param name="intake">Knows the gaps.</param>
/// <param name="store">Keeps them.</param>
/// <param name="liveFlagTables">Asked before each round.</param>
/// <param name="time">All waiting.</param>
/// <param name="logger">Where it logs.</param>
public sealed partial class RetentionService(
    RetentionRound round,
    SpaceGuard guard,
    EventIntake intake,
    IRetentionStore store,
    Func<IReadOnlyCollection<long>> liveFlagTables,
    TimeProvider time,
    ILogger<RetentionService> logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private const int LooksPerRound = 60;

    private readonly BelievedClock _clock = new(time);
    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;
    private int _failures;   // of either loop in a row; the first is logged
    private volatile SpaceLevel _level;   // written by the watching loop, read by the other

    /// <summary>Starts both loops. Call it once.</summary>
    public void Start() => _loops = Task.WhenAll(Task.Run(WatchAsync), Task.Run(DropAsync));

    /// <summary>Ends the loops and keeps what gap is open. Dispose it before the intake and the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(false);
        await TryAsync(() => KeepGapAsync(intake.Gaps.TakeAll())).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(s_look, time);
        do
        {
            await TryAsync(async () =>
            {
                _level = guard.Look();
                await KeepGapAsync(intake.Gaps.TakeEnded()).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        while (await NextAsync(timer).ConfigureAwait(false));
    }

    private async Task DropAsync()
    {
        using var timer = new PeriodicTimer(s_look, time);
        var looks = 0;
        do
        {
            var now = _clock.Now();
            // Scarce space cannot wait for the minute.
            if (looks++ % LooksPerRound != 0 && _level == SpaceLevel.Enough) continue;
            await TryAsync(() => round.RunAsync(now, _level, liveFlagTables(), _stopping.Token)).ConfigureAwait(false);
        }
        while (await NextAsync(timer).ConfigureAwait(false));
    }

    private async Task KeepGapAsync(CaptureGap? gap)
    {
        if (gap is null) return;
        try
        {
            await store.KeepGapAsync(gap, CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            intake.Gaps.PutBack(gap);   // durable as soon as anything is
            throw;
        }
    }

    private async ValueTask<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            _failures = 0;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;   // told to stop: nothing is half done, each step is a transaction
        }
        catch (Exception error)   // a loop's top: the next look tries again
        {
            if (_failures++ == 0) Log.Failed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1215, LogLevel.Error, "Retention could not look after the log and will try again")]
        internal static partial void Failed(ILogger logger, Exception error);
    }
}
