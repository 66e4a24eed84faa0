using System.Diagnostics.Metrics;
using Guidon.Storage;

namespace Guidon.Server.Management.Status;

/// <summary>
/// Examines the stored data again and again, so that a row that somebody took away shows within two minutes: in the status, as the metric
/// <c>guidon_store_findings</c>, and once in the log.
/// </summary>
internal sealed partial class StoreWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_pauseMax = TimeSpan.FromSeconds(60);

    private readonly Func<bool, CancellationToken, ValueTask<IReadOnlyList<Finding>>> _examine;
    private readonly TimeProvider _time;
    private readonly TimeSpan _pause;
    private readonly ILogger _logger;
    private readonly Meter _meter = new("Guidon.Server.Status");
    private readonly CancellationTokenSource _stopping = new();
    private readonly SharedRun<StoreExamination> _whole;
    private Task _loop = Task.CompletedTask;
    private Task _pausing = Task.CompletedTask;   // written by the loop
    private StoreExamination _last;   // replaced whole by whoever examined: Volatile

    /// <param name="examine">Examines the store, wholly when told so.</param>
    /// <param name="time">All waiting and all stamps.</param>
    /// <param name="pause">Between two looks; longer where a look takes long.</param>
    /// <param name="logger">Tells of changes.</param>
    internal StoreWatch(Func<bool, CancellationToken, ValueTask<IReadOnlyList<Finding>>> examine, TimeProvider time, TimeSpan pause, ILogger<StoreWatch> logger)
    {
        (_examine, _time, _pause, _logger) = (examine, time, pause, logger);
        _whole = new SharedRun<StoreExamination>(stopping => ExamineAsync(isWhole: true, stopping));
        _last = new StoreExamination(time.GetUtcNow(), []);
        _meter.CreateObservableGauge("guidon.store.findings", () => Last.Findings.Count, "{finding}", "What must not be about the stored data; 0 when all is well.");
    }

    internal StoreExamination Last => Volatile.Read(ref _last);

    /// <summary>Whether it looks, or is about to since its pause is over.</summary>
    internal bool IsLooking => !_loop.IsCompleted && Volatile.Read(ref _pausing).IsCompleted;

    internal void Start() => _loop = Task.Run(() => RunAsync(_stopping.Token));

    /// <summary>Reads every stored row now, once for all who ask meanwhile.</summary>
    internal Task<StoreExamination> ExamineWholeAsync(CancellationToken cancellation) => _whole.JoinAsync(cancellation);

    /// <inheritdoc cref="SharedRun{T}.Stop"/>
    internal void StopWhole() => _whole.Stop();

    private async Task<StoreExamination> ExamineAsync(bool isWhole, CancellationToken stopping) => Keep(_time.GetUtcNow(), await FindingsAsync(isWhole, stopping));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        await _whole.DisposeAsync();
        _meter.Dispose();
        _stopping.Dispose();
    }

    private StoreExamination Keep(DateTimeOffset at, IReadOnlyList<Finding> findings)
    {
        var examination = new StoreExamination(at, findings);
        var before = Interlocked.Exchange(ref _last, examination);
        foreach (var finding in examination.Findings.Except(before.Findings)) Log.Found(_logger, finding.Code, finding.Text);
        if (before.Findings.Count > 0 && examination.Findings.Count == 0) Log.Well(_logger);
        return examination;
    }

    private async Task<IReadOnlyList<Finding>> FindingsAsync(bool isWhole, CancellationToken stopping)
    {
        try
        {
            return await _examine(isWhole, stopping);
        }
        catch (StorageException error)
        {
            return [new Finding("damaged_file", error.Message)];   // that it cannot be read is the finding
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var started = _time.GetTimestamp();
            await LookAsync(stopping);
            // At most a twentieth of one core, however many events there are.
            var pause = _time.GetElapsedTime(started) * 20;
            pause = pause < _pause ? _pause : pause > s_pauseMax ? s_pauseMax : pause;
            var pausing = Task.Delay(pause, _time, stopping);
            Volatile.Write(ref _pausing, pausing);
            await pausing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            // A store that does not answer does not keep the process from ending.
            await ExamineAsync(isWhole: false, stopping).WaitAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
        catch (Exception failure)   // the loop's top: nobody would notice that it stands still
        {
            Log.LookFailed(_logger, failure);
            Keep(_time.GetUtcNow(), [new Finding("not_examined", $"The stored data could not be examined: {failure.GetType().Name}.")]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2063, LogLevel.Error, "The stored data could not be examined; the next look is due in a minute")]
        internal static partial void LookFailed(ILogger logger, Exception failure);

        [LoggerMessage(2064, LogLevel.Debug, "Stopped examining the stored data")]
        internal static partial void Stopped(ILogger logger);

        [LoggerMessage(2061, LogLevel.Error, "The stored data is not as it must be ({Code}): {Finding}")]
        internal static partial void Found(ILogger logger, string code, string finding);

        [LoggerMessage(2062, LogLevel.Information, "The stored data is as it must be again")]
        internal static partial void Well(ILogger logger);
    }
}
