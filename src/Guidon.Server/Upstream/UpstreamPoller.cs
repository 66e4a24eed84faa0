using Guidon.Server.Upstream.Config;

namespace Guidon.Server.Upstream;

/// <summary>
/// Keeps one environment fresh: asks at a jittered interval and whenever it is woken. Knows nothing of other environments, so none can
/// hold it up; whatever a turn throws, the next one comes.
/// </summary>
internal sealed partial class UpstreamPoller(
    UpstreamEnvironment environment,
    UpstreamClient client,
    DocumentIntake intake,
    EdgeConfig config,
    UpstreamMetrics metrics,
    TimeProvider time,
    Random random,
    ILogger<UpstreamPoller> logger) : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0, 1);
    private ReadOnlyMemory<byte> _last;   // bytes of the last good answer of this process; only the loop uses these
    private string? _tag;
    private bool _mayAskByDate;

    internal async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await PollAsync(cancellation);
                await WaitAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.TurnFailed(logger, environment.Keys.ClientKey, error);
                Report($"a bug of this program: {error.GetType().Name}; the log has it");
                await Task.Delay(config.PollEvery, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The upstream says that something changed. Calls before the next turn are one.</summary>
    internal void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // A turn is due already.
        }
    }

    public void Dispose() => _wake.Dispose();

    private async Task PollAsync(CancellationToken cancellation)
    {
        var answer = await client.FetchAsync(environment.Keys, Condition(), cancellation);
        var problem = answer.Outcome == FetchOutcome.Document ? await TakeAsync(answer, cancellation) : null;
        if (answer.Outcome == FetchOutcome.Failed) problem = answer.Problem;
        if (problem is not null) (_tag, _mayAskByDate) = (null, false);
        metrics.Polled(environment.Keys.ClientKey, problem is not null ? "failed" : answer.Outcome == FetchOutcome.Unchanged ? "unchanged" : "document");
        Report(problem);
    }

    // Without a good answer in this process everything is asked for anew: what is on disk may be a second older than its date tells.
    private FetchCondition Condition() => new(_mayAskByDate ? environment.ServedAsOf(time.GetUtcNow()) : null, _tag);

    private async Task<string?> TakeAsync(FetchResult answer, CancellationToken cancellation)
    {
        var isKnown = _last.Length > 0 && answer.Document.Span.SequenceEqual(_last.Span);
        if (!isKnown && await intake.AcceptAsync(environment, answer.Document, cancellation) is { } refusal) return refusal;
        // Dates have whole seconds: two changes in one second look the same. After a change the next turn asks without the date, and
        // only an answer that came twice may be asked for by it.
        if (!isKnown) _last = answer.Document;
        (_tag, _mayAskByDate) = (answer.Tag, isKnown);
        return null;
    }

    private void Report(string? problem)
    {
        var before = environment.Status;
        environment.Report(new UpstreamStatus(problem is null ? time.GetUtcNow() : before.LastSuccess, problem));
        if (problem == before.Problem) return;
        if (problem is not null) Log.Failing(logger, environment.Keys.ClientKey, problem, environment.Live is null ? "no flags yet" : "the last good flags");
        else Log.Fresh(logger, environment.Keys.ClientKey, environment.Live?.Document.UpdatedAt);
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Ten percent to both sides, so that many edges do not ask in step.
        var pause = Task.Delay(config.PollEvery * (0.9 + (random.NextDouble() / 5)), time, turn.Token);
        var woken = _wake.WaitAsync(turn.Token);
        await Task.WhenAny(pause, woken);
        await turn.CancelAsync();
        await Task.WhenAll(pause, woken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }

    private static partial class Log
    {
        [LoggerMessage(2141, LogLevel.Information, "Fetched or confirmed environment {Environment} as of {UpdatedAt:o}")]
        internal static partial void Fresh(ILogger logger, string environment, DateTimeOffset? updatedAt);

        [LoggerMessage(2142, LogLevel.Warning, "Could not refresh environment {Environment}: {Problem}; serving {Served}")]
        internal static partial void Failing(ILogger logger, string environment, string problem, string served);

        [LoggerMessage(2143, LogLevel.Error, "Could not poll environment {Environment}; trying again")]
        internal static partial void TurnFailed(ILogger logger, string environment, Exception error);
    }
}
