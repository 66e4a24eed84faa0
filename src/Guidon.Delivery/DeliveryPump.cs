using System.Collections.Concurrent;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Settings;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>
/// Delivers the events of one environment to one destination: reads behind the cursor, sends in lanes, moves the cursor over what
/// is settled. One loop owns all state; requests run beside it and come back through a queue.
/// </summary>
internal sealed partial class DeliveryPump : IDisposable
{
    // What a crash sends again at most, beside what is in flight.
    private static readonly TimeSpan s_commitEvery = TimeSpan.FromMilliseconds(20);

    private readonly DeliveryTools _tools;
    private readonly AttemptSender _sender;
    private readonly EventFeed _feed;
    private readonly ReplayFeed _replay;
    private readonly DestinationDoubts _doubts;
    private readonly int _recordsMax;
    private readonly DeliveryCourse _course;
    private readonly ReceiverRest _rest;
    private readonly ILogger _logger;
    private readonly Wakeup _wake;
    private readonly RetrySchedule _repair;
    private readonly ConcurrentQueue<EndedAttempt> _ended = new();
    private readonly Dictionary<Batch, Task> _running = [];
    private readonly CancellationTokenSource _stopping;   // no new request
    private readonly CancellationTokenSource _aborting;   // no request in flight either
    private Task _loop = Task.CompletedTask;
    private Task _listener = Task.CompletedTask;
    private DateTimeOffset _lookAt;
    private DateTimeOffset _storeNotBefore;
    private DateTimeOffset _commitNotBefore;
    private int _storeFailures;
    private bool _isStateSaved = true;
    private long _attempts;
    private int _inFlight;
    private long _heard;      // the version of the signal that the loop was woken for; written by the listener
    private bool _isEnding;   // written by the loop

    internal DeliveryPump(
        DeliveryTools tools, Destination destination, Integration integration, SettingsValues values, Random random, ILogger logger, CancellationToken whileHeld)
    {
        (_stopping, _aborting) = (CancellationTokenSource.CreateLinkedTokenSource(whileHeld), CancellationTokenSource.CreateLinkedTokenSource(whileHeld));
        var redaction = new Redaction(integration, values);
        _tools = tools;
        _logger = logger;
        var bound = integration.Bind(values) with { Traits = TraitFields.Filter(integration, values, tools.Protector) };
        _sender = new AttemptSender(tools, bound, values);
        _recordsMax = integration.Limits.RecordsMax;
        var poison = new PoisonWatch();
        var admission = new EventAdmission(tools, destination, integration, bound, redaction, logger);
        _doubts = new DestinationDoubts(tools, destination, integration, values, logger);
        _feed = new EventFeed(tools, destination, admission, _doubts, ChangeFilter.Of(destination.Id, integration, values, tools), poison);
        _rest = new ReceiverRest(tools.Steady);
        _course = new DeliveryCourse(tools, destination, integration, values, redaction, poison, _rest, random, logger);
        _wake = new Wakeup(tools.Steady);
        _replay = new ReplayFeed(tools, destination, admission, _recordsMax, _wake.Set, logger);
        _repair = RetrySchedule.Of(tools.Options);
        Destination = destination;
    }

    /// <summary>The destination as it was when the pump started.</summary>
    internal Destination Destination { get; }

    /// <summary>Requests in flight.</summary>
    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>
    /// Whether its loop is doing something, or has been given something to do and only lacks a thread. At its end it is not: what is in flight then may take a while.
    /// </summary>
    internal bool IsTurning => !_loop.IsCompleted && !Volatile.Read(ref _isEnding)
        && (Volatile.Read(ref _heard) != _tools.Signal.Version(Destination.EnvironmentId) || !_wake.IsAwaited);

    /// <summary>Requests since the start.</summary>
    internal long Attempts => Interlocked.Read(ref _attempts);

    /// <summary>Until when the destination's certificate is good; <see langword="null"/> when it has none.</summary>
    internal DateTimeOffset? CertificateEndsAt => _sender.CertificateEndsAt;

    /// <summary>The code of the last attempt that did not deliver.</summary>
    internal string? LastProblem => _course.LastProblem;

    /// <summary>True when another hand moved the cursor or deleted the destination; the service then looks afresh.</summary>
    internal bool HasEnded => _loop.IsCompleted;

    /// <summary>Active or held, as this pump sees it; may be ahead of the store.</summary>
    internal DestinationState State => _course.HeldReason is null ? DestinationState.Active : DestinationState.Held;

    internal void Start()
    {
        _tools.Metrics.Started(Destination);
        _heard = _tools.Signal.Version(Destination.EnvironmentId);   // before the loop's first look: what comes between that and the listener's start is news
        _loop = Task.Run(() => RunAsync(_stopping.Token));
        _listener = Task.Run(() => ListenAsync(_stopping.Token));
    }

    /// <summary>There may be something to replay. Safe from any thread.</summary>
    internal void LookForReplay()
    {
        _replay.Look();
        _wake.Set();
    }

    /// <summary>Ends the loop. Requests in flight get a few seconds; what is cut then is sent again with the same ids.</summary>
    /// <param name="cancellation">Cuts them at once.</param>
    internal async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        var cut = cancellation.UnsafeRegister(static state => ((CancellationTokenSource?)state)?.Cancel(), _aborting);
        await using (cut.ConfigureAwait(false))
        {
            await Task.WhenAll(_loop, _listener).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _wake.Dispose();
        _sender.Dispose();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        for (var failures = 1; !stopping.IsCancellationRequested; failures++)
        {
            try
            {
                await PumpAsync(() => failures = 0, stopping).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Volatile.Write(ref _isEnding, false);
                // The loop's top: whatever failed, the cursor stands where it was, so starting over from it loses nothing.
                Log.StartedOver(_logger, failure, Destination.Id);
                _wake.SetAt(_tools.Steady.Now + _repair.Next(failures, null, _course.Jitter()));
                await _wake.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        var seen = Volatile.Read(ref _heard);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                seen = await _tools.Signal.WaitAsync(Destination.EnvironmentId, seen, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            _feed.Look();
            _wake.Set();
            Volatile.Write(ref _heard, seen);
        }
    }

    // From the cursor until the pump stops, or until the cursor turns out to be moved by another hand.
    private async Task PumpAsync(Action worked, CancellationToken stopping)
    {
        var window = new DeliveryWindow(await _tools.Store.CursorAsync(Destination.Id, stopping).ConfigureAwait(false), _recordsMax);
        await _doubts.LoadAsync(stopping).ConfigureAwait(false);
        await _feed.RewindAsync(window.Cursor, stopping).ConfigureAwait(false);
        _replay.Rewind();
        try
        {
            while (await TurnAsync(window, stopping).ConfigureAwait(false))
            {
                worked();
                await _wake.WaitAsync(stopping).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _isEnding, true);
            await EndAsync(window, stopping).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TurnAsync(DeliveryWindow window, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        await _tools.Quiet;
        Collect();
        // Twice, since what is taken makes room for events of other identities; not more, since what is settled wants to be stored.
        for (var round = 0; round < 2; round++)
        {
            await FillAsync(window, stopping).ConfigureAwait(false);
            Collect();   // an answer that came during the reads may ask for rest
            if (!Launch(window)) break;
        }

        if (!await SaveAsync(window, stopping).ConfigureAwait(false)) return false;
        _wake.SetAt(NextTurnAt(window));
        return true;
    }

    private void Collect()
    {
        while (_ended.TryDequeue(out var ended))
        {
            _running.Remove(ended.Batch);
            _course.Apply(ended);
        }
    }

    private async ValueTask FillAsync(DeliveryWindow window, CancellationToken stopping)
    {
        var now = _tools.Steady.Now;
        if (now >= _lookAt)
        {
            _lookAt = now + TimeSpan.FromSeconds(_tools.Options.ReloadSeconds);
            _feed.Look();
            _replay.Look();
        }

        if (_course.HeldReason is null) await _replay.FillAsync(window, _running.Keys, stopping).ConfigureAwait(false);
        if (!_course.MayFill(now)) return;
        if (_course.HeldReason is not null) _feed.Forgive();   // the probe of a mapper that failed is to try it
        await _feed.FillAsync(window, _course.UnsettledMax, _course.SendableMax, stopping).ConfigureAwait(false);
        // Events before the one that the mapper fails at go out first; then nothing but that one is left, and it holds.
        if (_feed.MapperError is { } error && window.Unsettled == 0) _course.Hold("mapper_error", error);
        else if (_course.HeldReason is not null && window.Unsettled == 0)
            await _replay.FillAsync(window, _running.Keys, stopping).ConfigureAwait(false);   // nothing live is left to probe with
    }

    private bool Launch(DeliveryWindow window)
    {
        var running = _running.Count;
        while (_course.Next(window, _replay.Window, _running.Keys) is { } batch) _running[batch] = AttemptAsync(batch, _aborting.Token);
        return _running.Count > running;
    }

    private async Task AttemptAsync(Batch batch, CancellationToken abort)
    {
        _tools.Metrics.Attempted(Destination);
        Interlocked.Increment(ref _attempts);
        Interlocked.Increment(ref _inFlight);
        var answer = new Answer { Status = 0 };
        BatchVerdict? verdict = null;
        var isAlone = false;
        var (at, stamp) = (_tools.Time.GetUtcNow(), _tools.Time.GetTimestamp());
        await _tools.Quiet;   // the loop goes on; building and signing is the request's own time
        try
        {
            if (!await _doubts.TryBeginAsync(batch, abort).ConfigureAwait(false)) verdict = BatchVerdict.Retry("doubt_not_stored");
            else if (!_rest.IsOver) verdict = BatchVerdict.Retry("receiver_rests");   // it asked for it after this attempt was chosen
            else (answer, verdict) = await _sender.SendAsync(batch.Records, batch.MayBeTakenSince, abort).ConfigureAwait(false);
            isAlone = batch.IsToBeDecided && verdict.Verdict is (Verdict.Split or Verdict.ByRecord)
                && await _sender.TakesAnotherAlertAsync(batch.Events[0].Id, abort).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            Log.Cut(_logger, Destination.Id, batch.Events.Length);
        }
        catch (Exception failure)
        {
            // The integration's own code failed while building or reading: a mapper error like any other.
            _tools.Metrics.MapperFailed(Destination);
            Log.IntegrationFailed(_logger, failure, Destination.Id, Destination.Integration);
            verdict = BatchVerdict.Hold("mapper_error");
        }

        if (verdict?.Verdict == Verdict.Retry && answer.RetryAfter is { } rest) _rest.Ask(rest);
        if (verdict is not null) await _doubts.TryEndAsync(batch, answer, verdict, abort).ConfigureAwait(false);
        _ended.Enqueue(new EndedAttempt(batch, answer, verdict, at, _tools.Time.GetElapsedTime(stamp)) { IsAloneRefused = isAlone });
        _wake.Set();
        Interlocked.Decrement(ref _inFlight);   // last: whoever sees that nothing is in flight sees that the loop is to turn
    }

    // A store that fails does not stop the sending: what is settled stays in the window and is stored as soon as that works again.
    private async ValueTask<bool> SaveAsync(DeliveryWindow window, CancellationToken stopping)
    {
        var now = _tools.Steady.Now;
        if (now < _storeNotBefore) return true;
        try
        {
            var isOurs = IsCommitPostponed(window, now) || await CommitAsync(window, stopping).ConfigureAwait(false);
            await _replay.SaveAsync(stopping).ConfigureAwait(false);
            await SaveStateAsync(stopping).ConfigureAwait(false);
            // A held destination does not take it until a probe ends the hold, and would turn in circles meanwhile.
            if (_replay.IsDue && _course.HeldReason is null) _wake.Set();
            _storeFailures = 0;
            return isOurs;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            _storeFailures++;
            _storeNotBefore = now + _repair.Next(_storeFailures, null, _course.Jitter());
            Log.StoreFailed(_logger, failure, Destination.Id);
            return true;
        }
    }

    private async ValueTask<bool> CommitAsync(DeliveryWindow window, CancellationToken cancellation)
    {
        if (window.Progress(Destination.Id) is { } progress)
        {
            if (!await _tools.Store.CommitAsync(progress, cancellation).ConfigureAwait(false))
            {
                Log.CursorMoved(_logger, Destination.Id, progress.CursorFrom);
                return false;
            }

            window.Advance(progress.CursorTo);
            _commitNotBefore = _tools.Steady.Now + s_commitEvery;
        }

        await _doubts.KeepToldAsync(window, cancellation).ConfigureAwait(false);
        return true;
    }

    // While answers keep coming, one commit tells of many: each costs a flush, for which live requests would have to wait.
    private bool IsCommitPostponed(DeliveryWindow window, DateTimeOffset now) =>
        _running.Count > 0 && now < _commitNotBefore && window.Count < _tools.Options.WindowEventsMax / 2;

    private async ValueTask SaveStateAsync(CancellationToken cancellation)
    {
        _isStateSaved &= !_course.TakeStateChange();
        if (_isStateSaved) return;
        await _tools.Recording(() => _tools.Store.SetStateAsync(Destination, State, _course.HeldReason, cancellation)).ConfigureAwait(false);
        _isStateSaved = true;
    }

    private DateTimeOffset NextTurnAt(DeliveryWindow window)
    {
        var next = _lookAt;
        if (_course.NextAt(window, _replay.Window, _running.Keys) is { } at && at < next) next = at;
        if (window.HasProgress && _commitNotBefore < next && IsCommitPostponed(window, _tools.Steady.Now)) next = _commitNotBefore;
        if (_storeFailures > 0 && _storeNotBefore < next) next = _storeNotBefore;
        return next;
    }

    private async Task EndAsync(DeliveryWindow window, CancellationToken stopping)
    {
        await _replay.EndAsync().ConfigureAwait(false);
        var all = Task.WhenAll(_running.Values);
        if (stopping.IsCancellationRequested)
        {
            var grace = Task.Delay(TimeSpan.FromSeconds(_tools.Options.StopSeconds), _tools.Time, _aborting.Token);
            if (await Task.WhenAny(all, grace).ConfigureAwait(false) != all) await _aborting.CancelAsync().ConfigureAwait(false);
        }

        await all.ConfigureAwait(false);   // each has its own time-out
        Collect();
        _running.Clear();
        try
        {
            await CommitAsync(window, CancellationToken.None).ConfigureAwait(false);
            await _replay.SaveAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Log.StoreFailed(_logger, failure, Destination.Id);   // what was settled is sent again, with the same ids
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1320, LogLevel.Error, "Destination {Destination} started over from its cursor")]
        internal static partial void StartedOver(ILogger logger, Exception failure, int destination);

        [LoggerMessage(1321, LogLevel.Warning, "Destination {Destination} could not store its progress and will try again")]
        internal static partial void StoreFailed(ILogger logger, Exception failure, int destination);

        [LoggerMessage(1322, LogLevel.Warning, "Destination {Destination} found its cursor moved from {Cursor} by another hand")]
        internal static partial void CursorMoved(ILogger logger, int destination, long cursor);

        [LoggerMessage(1323, LogLevel.Debug, "Destination {Destination} stopped during an attempt with {Events} events")]
        internal static partial void Cut(ILogger logger, int destination, int events);

        [LoggerMessage(1324, LogLevel.Error, "Destination {Destination}: {Integration} failed to build a request or to read its answer")]
        internal static partial void IntegrationFailed(ILogger logger, Exception failure, int destination, string integration);
    }
}
