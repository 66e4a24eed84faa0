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
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly AlertTools _tools;
    private readonly SemaphoreSlim _gate = new(1);   // the book has one caller at a time: the loop, or a person
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<AlertStep> _unstored = [];
    private readonly List<AlertStep> _untold = [];
    private readonly List<AlertStep> _unnoted = [];   // told, and the store does not know it yet
    private IReadOnlyCollection<Alert> _open = [];    // of the book, replaced whole under the gate, read by anybody: Volatile
    private AlertBook _book = new(RuleCatalog.All, [], default, default);
    private DateTimeOffset _savedAt = DateTimeOffset.MinValue;
    private bool _isRestored;   // whether book and series are those of whoever had the watch before
    private Task _loop = Task.CompletedTask;

    internal AlertLoop(AlertTools tools) => _tools = tools;

    /// <summary>Pending and firing alerts, as they were after the last look.</summary>
    internal IReadOnlyCollection<Alert> Open => Volatile.Read(ref _open);

    /// <summary>Begins.</summary>
    internal void Start() => _loop = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);

    /// <summary>Takes back what an earlier process knew, or the node that had the watch. What fired and was not told is told now.</summary>
    internal async Task RestoreAsync(CancellationToken cancellation)
    {
        var now = _tools.Time.GetUtcNow();
        await _tools.Recorder.RestoreAsync(_tools.Series, now, cancellation);
        var open = await _tools.Alerts.OpenAsync(cancellation);
        _book = new AlertBook(RuleCatalog.All, open, now, Steady());
        _tools.Canaries.Begin();
        _tools.CheckIns?.Begin();
        var known = await _tools.Teller.RestoreAsync(await _tools.Deliveries.DestinationsAsync(cancellation), cancellation);
        _unstored.Clear();
        _untold.Clear();
        _unnoted.Clear();
        foreach (var step in await LeftUntoldAsync(open, now, cancellation))
        {
            // What is in the log is on its way to people, whatever the store says of it.
            if (known.Contains((step.Alert.Id, step.Alert.State == AlertState.Resolved))) _unnoted.Add(step with { What = AlertStep.Told });
            else _untold.Add(step);
        }

        _isRestored = true;
        Publish();
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
            var node = (await _tools.Node.LookAsync(_tools.Heartbeat.Misses, cancellation)) with { Name = _tools.NodeName };
            var turn = await _tools.Watch.TakeAsync(Report(node, configured, reading, _tools.Canaries), _tools.Pause, cancellation);
            if (!turn.IsHeld) _isRestored = false;
            else if (!_isRestored) await RestoreAsync(cancellation);
            if (turn.IsHeld && turn.Others.Count > 0) await HearAsync(now, cancellation);
            var destinations = _tools.Recorder.Look(now, configured, reading, retention, turn, cancellation);
            _tools.Metrics.Looked(destinations);
            var scene = new Scene
            {
                Now = now, Steady = Steady(), Destinations = destinations, Node = node, Others = [.. turn.Others.Select(other => other.Reading)], Lost = turn.Lost,
            };
            if (turn.IsHeld) await EvaluateAsync(scene, configured, reading, cancellation);
            await SaveSeriesAsync(now, cancellation);
        }
        finally
        {
            Publish();
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
            var book = _isRestored ? _book : new AlertBook(RuleCatalog.All, await _tools.Alerts.OpenAsync(cancellation), _tools.Time.GetUtcNow(), Steady());
            if (act(book) is not { } step) return null;
            if (await _tools.Alerts.KeepAsync([step], cancellation) is [var kept]) return kept;
            _isRestored = false;   // another node ended it meanwhile
            return null;
        }
        catch
        {
            _isRestored = false;   // what is in the store holds, and not what was to be
            throw;
        }
        finally
        {
            Publish();
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

    private void Publish() => Volatile.Write(ref _open, _book.Open);

    private TimeSpan Steady() => _tools.Time.GetElapsedTime(0);

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
        if (_isRestored && _tools.Watch.IsHeld) await TellAsync(configured, cancellation);
        if (!_isRestored || !_tools.Watch.IsHeld) return;   // another node may have it by now, and tells what is stored
        await _tools.Teller.EscalateAsync(ledgers, configured, cancellation);
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
            if (step.IsTold || step.IsQuietEnd) _untold.Add(step with { Alert = alert });
        }
    }

    private async Task TellAsync(IReadOnlyList<Destination> configured, CancellationToken cancellation)
    {
        if (_untold.Count > 0)
        {
            var steps = await OfInterestAsync(_untold, cancellation);
            _isRestored = await _tools.Teller.TellAsync(steps, configured, cancellation);
            if (!_isRestored) return;
            _untold.Clear();
            _unnoted.AddRange(steps.Select(step => step with { What = AlertStep.Told, By = "" }));
        }

        // Apart from the telling: when it fails it is made again at the next look, and nobody is told twice for it.
        if (_unnoted.Count == 0) return;
        _isRestored = await _tools.Alerts.KeepAsync([.. _unnoted], cancellation) is { Count: > 0 };
        _unnoted.Clear();
    }

    // A silence that came after people were told does not keep the end from them: an incident at a pager would never end.
    private async Task<List<AlertStep>> OfInterestAsync(IReadOnlyList<AlertStep> steps, CancellationToken cancellation)
    {
        var told = new List<AlertStep>();
        foreach (var step in steps)
        {
            if (step.IsTold || (step.IsQuietEnd && await WasToldAsync(step.Alert, cancellation))) told.Add(step);
        }

        return told;
    }

    private async Task<bool> WasToldAsync(Alert alert, CancellationToken cancellation) =>
        (await _tools.Alerts.HistoryAsync(alert.Id, cancellation)).Any(moment => moment.What == AlertStep.Told);

    // What fired or ended, and of which the store does not say that anybody was told.
    private async Task<List<AlertStep>> LeftUntoldAsync(IReadOnlyList<Alert> open, DateTimeOffset now, CancellationToken cancellation)
    {
        var steps = new List<AlertStep>();
        foreach (var alert in open.Where(alert => alert.State == AlertState.Firing))
        {
            if (!await WasToldAsync(alert, cancellation)) steps.Add(new AlertStep(alert, "firing", now));
        }

        var ended = await _tools.Alerts.UntoldAsync(now - s_day, cancellation);
        return await OfInterestAsync([.. steps, .. ended.Select(alert => new AlertStep(alert, "resolved", alert.ResolvedAt ?? now))], cancellation);
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
        await _tools.Recorder.SaveAsync(_tools.Series, now, cancellation);
        _savedAt = now;
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
