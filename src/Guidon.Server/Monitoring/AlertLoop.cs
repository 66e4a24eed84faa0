using Guidon.Delivery;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Server.Monitoring;

/// <summary>
/// Reads, evaluates, stores, tells, again and again. A look that fails as a whole is logged and made again: nothing that is not stored or told is
/// forgotten. That the loop itself stands still is seen by the heartbeat's receiver and by Prometheus.
/// </summary>
internal sealed partial class AlertLoop : IAsyncDisposable
{
    private static readonly TimeSpan s_saving = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly AlertTools _tools;
    private readonly SemaphoreSlim _gate = new(1);   // the book has one caller at a time: the loop, or a person
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<AlertStep> _unstored = [];
    private readonly List<AlertStep> _untold = [];
    private AlertBook _book = new(RuleCatalog.All, [], default, default);
    private DateTimeOffset _savedAt = DateTimeOffset.MinValue;
    private Task _loop = Task.CompletedTask;

    internal AlertLoop(AlertTools tools) => _tools = tools;

    /// <summary>Pending and firing alerts.</summary>
    internal IReadOnlyList<Alert> Open
    {
        get
        {
            _gate.Wait();
            try
            {
                return [.. _book.Open];
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    /// <summary>Takes back what an earlier process knew, and begins.</summary>
    internal async Task StartAsync(CancellationToken cancellation)
    {
        await RestoreAsync(cancellation);
        _loop = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
    }

    /// <summary>What an earlier process fired and did not get to tell is told now.</summary>
    internal async Task RestoreAsync(CancellationToken cancellation)
    {
        var now = _tools.Time.GetUtcNow();
        await _tools.Recorder.RestoreAsync(_tools.Series, now, cancellation);
        var open = await _tools.Alerts.OpenAsync(cancellation);
        _book = new AlertBook(RuleCatalog.All, open, now, Steady());
        await _tools.Teller.RestoreAsync(await _tools.Deliveries.DestinationsAsync(cancellation), cancellation);
        foreach (var alert in open.Where(alert => alert.State == AlertState.Firing && !alert.IsSilenced(now)))
        {
            var history = await _tools.Alerts.HistoryAsync(alert.Id, cancellation);
            if (!history.Any(moment => moment.What == "told")) _untold.Add(new AlertStep(alert, "firing", now));
        }
    }

    /// <summary>One look at everything.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var now = _tools.Time.GetUtcNow();
            var configured = await _tools.Deliveries.DestinationsAsync(cancellation);
            var reading = _tools.Delivery.Reading;
            var retention = await _tools.Retention.OutlookAsync(now - s_day, cancellation);
            _tools.Metrics.Know(configured);
            var scene = new Scene
            {
                Now = now,
                Steady = Steady(),
                Destinations = _tools.Recorder.Look(now, configured, reading, retention, cancellation),
                Node = await _tools.Node.LookAsync(_tools.Heartbeat.Misses, cancellation),
            };
            _unstored.AddRange(_book.Apply(scene));
            await StoreAsync(cancellation);
            await TellAsync(configured, cancellation);
            await _tools.Teller.EscalateAsync(reading, cancellation);
            await SaveSeriesAsync(now, cancellation);
            _tools.Metrics.Evaluated(scene);
            if (!_book.Open.Any(alert => alert is { Rule: "LedgerGap", State: AlertState.Firing })) _tools.Heartbeat.Beat(_stopping.Token);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A person silences or takes on an alert.</summary>
    /// <param name="act">What is done; <see langword="null"/> from it when the alert is not open.</param>
    /// <param name="cancellation">Stops it before it began.</param>
    internal async Task<Alert?> ActAsync(Func<AlertBook, AlertStep?> act, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (act(_book) is not { } step) return null;
            _unstored.Add(step);
            await StoreAsync(cancellation);
            return step.Alert;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        await _tools.Canaries.StopAsync();
        await _tools.Heartbeat.StopAsync();
        _stopping.Dispose();
        _gate.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                Log.LookFailed(_tools.Logger, failure);   // the loop's top: made again in a few seconds
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(_tools.Pause, _tools.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private TimeSpan Steady() => _tools.Time.GetElapsedTime(0);

    private async Task StoreAsync(CancellationToken cancellation)
    {
        if (_unstored.Count == 0) return;
        AlertStep[] steps = [.. _unstored];
        var kept = await _tools.Alerts.KeepAsync(steps, cancellation);
        _unstored.Clear();
        _book.Stored(kept);
        foreach (var (step, alert) in steps.Zip(kept))
        {
            Tell(step with { Alert = alert });
            if (step.IsTold) _untold.Add(step with { Alert = alert });
        }
    }

    private async Task TellAsync(IReadOnlyList<Destination> configured, CancellationToken cancellation)
    {
        if (_untold.Count == 0) return;
        AlertStep[] steps = [.. _untold];
        await _tools.Teller.TellAsync(steps, configured, cancellation);
        _untold.Clear();
        await _tools.Alerts.KeepAsync([.. steps.Select(step => step with { What = "told" })], cancellation);
    }

    private async Task SaveSeriesAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - _savedAt < s_saving && now >= _savedAt) return;
        _savedAt = now;
        if (_tools.Recorder.TakeUnsaved() is not { Count: > 0 } points) return;   // an idle node writes nothing
        await _tools.Series.KeepAsync(points, now - DestinationSeries.MinutesKept, now - DestinationSeries.HoursKept, cancellation);
    }

    private void Tell(AlertStep step)
    {
        if (step.What == "firing") Log.Fired(_tools.Logger, step.Alert.Rule, step.Alert.Summary);
        else if (step.What == "resolved") Log.Resolved(_tools.Logger, step.Alert.Rule, step.Alert.Summary);
    }

    private static partial class Log
    {
        [LoggerMessage(2073, LogLevel.Error, "The alert rules could not be evaluated, stored or told; the next look is due in a few seconds")]
        internal static partial void LookFailed(ILogger logger, Exception failure);

        [LoggerMessage(2074, LogLevel.Error, "Alert {Rule}: {Summary}")]
        internal static partial void Fired(ILogger logger, string rule, string summary);

        [LoggerMessage(2075, LogLevel.Information, "Alert {Rule} is over: {Summary}")]
        internal static partial void Resolved(ILogger logger, string rule, string summary);
    }
}
