using Guidon.Delivery;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Nodes;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Server.Monitoring;

/// <summary>
/// Reads, evaluates, stores, tells, again and again. A look that fails as a whole is logged and made again: nothing that is not stored or told is
/// forgotten. Of several nodes the one with the watch does so, and the others count and report. That the loop itself stands still is seen by the
/// heartbeat's receiver and by Prometheus.
/// </summary>
internal sealed partial class AlertLoop : IAsyncDisposable
{
    private static readonly TimeSpan s_saving = TimeSpan.FromMinutes(1);

    private readonly AlertTools _tools;
    private readonly SemaphoreSlim _gate = new(1);   // the book has one caller at a time: the loop, or a person
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<AlertStep> _unstored = [];
    private readonly List<AlertStep> _untold = [];
    private AlertBook _book = new(RuleCatalog.All, []);
    private DateTimeOffset _savedAt = DateTimeOffset.MinValue;
    private bool _isRestored;   // whether book and series are those of whoever had the watch before
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

    /// <summary>Begins.</summary>
    internal void Start() => _loop = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);

    /// <summary>Takes back what an earlier process knew, or the node that had the watch. What fired and was not told is told now.</summary>
    internal async Task RestoreAsync(CancellationToken cancellation)
    {
        var now = _tools.Time.GetUtcNow();
        await _tools.Recorder.RestoreAsync(_tools.Series, now, cancellation);
        var open = await _tools.Alerts.OpenAsync(cancellation);
        _book = new AlertBook(RuleCatalog.All, open);
        _unstored.Clear();
        _untold.Clear();
        foreach (var alert in open.Where(alert => alert.State == AlertState.Firing && !alert.IsSilenced(now)))
        {
            var history = await _tools.Alerts.HistoryAsync(alert.Id, cancellation);
            if (!history.Any(moment => moment.What == "told")) _untold.Add(new AlertStep(alert, "firing", now));
        }

        _isRestored = true;
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
            _tools.Metrics.Know(configured);
            var node = (await _tools.Node.LookAsync(_tools.Heartbeat.Misses, cancellation)) with { Name = _tools.NodeName };
            var turn = await _tools.Watch.TakeAsync(Report(node, configured, reading, _tools.Canaries), _tools.Pause, cancellation);
            if (!turn.IsHeld) _isRestored = false;
            else if (!_isRestored) await RestoreAsync(cancellation);
            if (turn.IsHeld && turn.Others.Count > 0) await HearAsync(now, cancellation);
            var destinations = _tools.Recorder.Look(now, configured, reading, turn, cancellation);
            var scene = new Scene { Now = now, Destinations = destinations, Node = node, Others = [.. turn.Others.Select(other => other.Reading)], Lost = turn.Lost };
            if (turn.IsHeld) await EvaluateAsync(scene, configured, reading, cancellation);
            await SaveSeriesAsync(now, cancellation);
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
            // Where another node has the watch, its book is in the store, and it hears of this at its next look.
            var book = _isRestored ? _book : new AlertBook(RuleCatalog.All, await _tools.Alerts.OpenAsync(cancellation));
            if (act(book) is not { } step) return null;
            await _tools.Alerts.KeepAsync([step], cancellation);
            return step.Alert;
        }
        catch
        {
            _isRestored = false;   // what is in the store holds, and not what was to be
            throw;
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
        await LeaveAsync();
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

    private static NodeReport Report(NodeReading node, IReadOnlyList<Destination> configured, DeliveryReading reading, CanaryRunner canaries)
    {
        var measured = reading.Destinations.ToDictionary(status => status.Destination.Id);
        return new NodeReport(node, [.. configured
            .Select(destination => (destination.Id, Status: measured.GetValueOrDefault(destination.Id)))
            .Select(each => new DestinationNote(each.Id, each.Status?.LastProblem, each.Status?.CertificateEndsAt, canaries.ResultOf(each.Id).Threw))
            .Where(note => note is not { LastProblem: null, CertificateEndsAt: null, CanaryThrew: false })]);
    }

    private async Task HearAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        _book.Heard(await _tools.Alerts.OpenAsync(cancellation));
        await _tools.Recorder.ReadOthersAsync(_tools.Series, now, cancellation);
    }

    private async Task EvaluateAsync(Scene scene, IReadOnlyList<Destination> configured, DeliveryReading ledgers, CancellationToken cancellation)
    {
        await StoreAsync(_book.Apply(scene), cancellation);
        if (!_tools.Watch.IsHeld) return;   // another node may have it by now, and tells what is stored
        await TellAsync(configured, cancellation);
        await _tools.Teller.EscalateAsync(ledgers, cancellation);
        if (_tools.CheckIns is { } checkIns) await checkIns.LookAsync(scene, reading => _tools.Canaries.IsWatched(reading.Integration), cancellation);
        _tools.Metrics.Evaluated(scene.Now);
        if (!_book.Open.Any(alert => alert is { Rule: "LedgerGap", State: AlertState.Firing })) _tools.Heartbeat.Beat(_stopping.Token);
    }

    private async Task StoreAsync(IReadOnlyList<AlertStep> news, CancellationToken cancellation)
    {
        _unstored.AddRange(news);
        if (_unstored.Count == 0) return;
        AlertStep[] steps = [.. _unstored];
        var kept = await _tools.Alerts.KeepAsync(steps, cancellation);
        _unstored.Clear();
        if (kept.Count == 0)
        {
            _isRestored = false;   // the watch was lost meanwhile: what this node found is the other's to find
            return;
        }

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
        await _tools.Alerts.KeepAsync([.. steps.Select(step => step with { What = "told", By = "" })], cancellation);
    }

    private async Task LeaveAsync()
    {
        try
        {
            await _tools.Watch.LeaveAsync(CancellationToken.None);
        }
        catch (Exception failure)   // the watch lapses by itself; a stop does not wait for it
        {
            Log.NotLeft(_tools.Logger, failure);
        }
    }

    private async Task SaveSeriesAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        // Whoever has the watch reads at each look what the others saved.
        if (_tools.Watch.Share.Length == 0 && now - _savedAt < s_saving && now >= _savedAt) return;
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

        [LoggerMessage(2076, LogLevel.Warning, "The watch could not be given up; another node takes it within a minute or two")]
        internal static partial void NotLeft(ILogger logger, Exception failure);

        [LoggerMessage(2074, LogLevel.Error, "Alert {Rule}: {Summary}")]
        internal static partial void Fired(ILogger logger, string rule, string summary);

        [LoggerMessage(2075, LogLevel.Information, "Alert {Rule} is over: {Summary}")]
        internal static partial void Resolved(ILogger logger, string rule, string summary);
    }
}
