using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Guidon.Events;

// Hot path: every identity request with a destination passes here. AppendAsync allocates nothing while the queue has room
// (pooled value task sources, guarded by The_steady_state_of_the_intake_allocates_next_to_nothing); no LINQ, no lock of our own.

/// <summary>
/// The door to the event log. Callers wait until their event is durable; one loop appends all waiting events at once, so that
/// many callers share one fsync. Bounded: a full queue makes callers wait, then refuses and counts. A log that hangs holds up those
/// who say so no longer than <see cref="IntakeOptions.Patience"/>; their events stay and are appended when it answers.
/// </summary>
public sealed partial class EventIntake : IAsyncDisposable
{
    // While the log hangs: how often those are let go who came in the moment in which that was noticed.
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    // Between two tries to append what was left.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(500);

    private readonly IEventLog _log;
    private readonly AppendSignal _signal;
    private readonly IntakeOptions _options;
    private readonly TimeProvider _time;
    private readonly EventsMetrics _metrics;
    private readonly ILogger _logger;
    private volatile bool _isHalted;   // written by whoever watches the volume, read by every caller
    private readonly Channel<PendingAppend> _queue;
    private readonly ConcurrentQueue<PendingAppend> _pool = new();
    private readonly NewEvent[] _events;          // the group being appended; only the loop touches it
    private readonly PendingAppend?[] _waiting;   // likewise, position by position; null: nobody waits for this one any more
    private readonly LeftEvents _left;
    private volatile bool _isAppending;   // written by the loop, read by callers
    private volatile bool _isStalled;     // likewise: the log hangs or cannot be reached
    private volatile bool _isEnding;      // written at the end, read by the loop
    private readonly Task _loop;

    /// <summary>Starts the loop; <see cref="DisposeAsync"/> ends it.</summary>
    public EventIntake(
        IEventLog log, AppendSignal signal, IntakeOptions options, TimeProvider time, EventsMetrics metrics, ILogger<EventIntake> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_log, _signal, _options, _time, _metrics, _logger) = (log, signal, options, time, metrics, logger);
        _events = new NewEvent[options.BatchEventsMax];
        _waiting = new PendingAppend?[options.BatchEventsMax];
        _left = new LeftEvents(options);
        _queue = Channel.CreateBounded<PendingAppend>(
            new BoundedChannelOptions(options.QueueEventsMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The newest gap; <see langword="null"/> when nothing was refused since the start.</summary>
    public CaptureGap? Gap => Gaps.Current;

    /// <summary>True while the volume is too full to take events; each is refused and counted then.</summary>
    public bool IsHalted
    {
        get => _isHalted;
        set => _isHalted = value;
    }

    /// <summary>The gaps since the start, for whoever keeps them.</summary>
    internal CaptureGapRecord Gaps { get; } = new();

    /// <summary>Completes when the event is on stable storage, or when it is certain that it is not.</summary>
    /// <param name="newEvent">Its payload buffer belongs to the intake until the task completes.</param>
    /// <param name="cancellation">
    /// Honoured only while waiting for a place in the queue. Later the group holds the caller's buffer, so the task always tells the truth.
    /// </param>
    public ValueTask<IntakeResult> AppendAsync(in NewEvent newEvent, CancellationToken cancellation) => AppendAsync(newEvent, mayLeave: false, cancellation);

    /// <summary>As above, and a caller that may leave is held up no longer than <see cref="IntakeOptions.Patience"/>.</summary>
    /// <param name="newEvent">Its payload buffer belongs to the intake until the task completes, and for good when the result is <see cref="IntakeVerdict.Left"/>.</param>
    /// <param name="mayLeave">An answer in time is worth more to the caller than certainty.</param>
    /// <param name="cancellation">As above.</param>
    public ValueTask<IntakeResult> AppendAsync(in NewEvent newEvent, bool mayLeave, CancellationToken cancellation)
    {
        if (_isHalted) return new(Refuse(newEvent, IntakeVerdict.NoSpace));
        if (newEvent.Payload.Length > _options.PayloadBytesMax) return new(Refuse(newEvent, IntakeVerdict.TooLarge));
        if (_isStalled && mayLeave) return new(Leave(newEvent));
        // Who needs certainty hears at once that there is none; one at a time goes through and finds out whether there is again.
        if (_isStalled && _isAppending) return new(Refuse(newEvent, IntakeVerdict.LogFailed));
        if (!_pool.TryDequeue(out var pending)) pending = new PendingAppend(_pool);
        var answer = pending.Begin(newEvent, mayLeave);
        return _queue.Writer.TryWrite(pending) ? answer : WaitForPlaceAsync(pending, answer, cancellation);
    }

    /// <summary>Takes no more events, appends what waits, and ends the loop.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async ValueTask<IntakeResult> WaitForPlaceAsync(
        PendingAppend pending, ValueTask<IntakeResult> answer, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_options.QueueWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await _queue.Writer.WriteAsync(pending, either.Token).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            return RefuseUnqueued(pending, IntakeVerdict.Stopping);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return RefuseUnqueued(pending, IntakeVerdict.QueueFull);
        }

        return await answer.ConfigureAwait(false);
    }

    // While the log hangs: the event takes its place in the queue, and the caller need not.
    private IntakeResult Leave(in NewEvent newEvent)
    {
        if (!_left.TryKeep(newEvent)) return Refuse(newEvent, IntakeVerdict.QueueFull);
        if (_queue.Writer.TryWrite(PendingAppend.OfNobody(newEvent)))
        {
            _metrics.EventLeft();
            return new IntakeResult(IntakeVerdict.Left);
        }

        _left.Settled(newEvent);
        return Refuse(newEvent, IntakeVerdict.QueueFull);
    }

    private IntakeResult RefuseUnqueued(PendingAppend pending, IntakeVerdict verdict)
    {
        var result = Refuse(pending.Event, verdict);
        pending.Abandon();
        return result;
    }

    private IntakeResult Refuse(in NewEvent refused, IntakeVerdict verdict)
    {
        _metrics.EventRefused();
        Gaps.Refused(refused.OccurredAt, verdict);
        return new IntakeResult(verdict);
    }

    private async Task RunAsync()
    {
        while (_left.HasQueued || await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var count = TakeGroup();
            await AppendGroupAsync(count).ConfigureAwait(false);
            Array.Clear(_events, 0, count);
            Array.Clear(_waiting, 0, count);
        }
    }

    private int TakeGroup()
    {
        int count = 0, bytes = 0;
        while (count < _events.Length && bytes < _options.BatchBytesMax && (_left.TryTake(out var pending) || _queue.Reader.TryRead(out pending)))
        {
            bytes += pending.Event.Payload.Length;
            _events[count] = pending.Event;
            _waiting[count++] = pending.IsOfNobody ? null : pending;
        }

        return count;
    }

    private async ValueTask AppendGroupAsync(int count)
    {
        var started = _time.GetTimestamp();
        try
        {
            var stored = await StoreAsync(count).ConfigureAwait(false);
            if (stored != count) Unbalanced(count, stored);
        }
        catch (Exception error)   // the loop's top: whatever the store throws, the callers get their answer and the next group is tried
        {
            await FailGroupAsync(count, error).ConfigureAwait(false);
            return;
        }

        _metrics.BatchAppended(count, _time.GetElapsedTime(started));
        if (_isStalled) Log.StallEnded(_logger, _metrics.Left);
        _isStalled = false;
        if (Gaps.Durable() is { } ended) Log.GapEnded(_logger, ended.Events, ended.FirstAt, ended.LastAt);
        CompleteGroup(count);
    }

    private async ValueTask<int> StoreAsync(int count)
    {
        _isAppending = true;
        try
        {
            // No cancellation: a group that may or may not be durable could be answered to nobody truthfully.
            var append = _log.AppendAsync(_events.AsMemory(0, count), CancellationToken.None);
            return append.IsCompleted ? await append.ConfigureAwait(false) : await PatientlyAsync(append.AsTask(), count).ConfigureAwait(false);
        }
        finally
        {
            _isAppending = false;
        }
    }

    // The log is given all the time that it needs; callers who may leave are not held up by it.
    private async ValueTask<int> PatientlyAsync(Task<int> append, int count)
    {
        if (await EndsWithinAsync(append, _options.Patience).ConfigureAwait(false)) return await append.ConfigureAwait(false);
        Stall(count, null);
        // Who came while the mark was set has not seen it: a few, and they are let go at the next look.
        do LetQueueLeave();
        while (!await EndsWithinAsync(append, s_look).ConfigureAwait(false));
        return await append.ConfigureAwait(false);
    }

    // From now on, and until something is stored, nobody who may leave begins to wait.
    private void Stall(int count, Exception? error)
    {
        if (!_isStalled) Log.Stalled(_logger, error);
        _isStalled = true;
        for (var i = 0; i < count; i++) _waiting[i] = LetLeave(_waiting[i]);
    }

    // A failure of the append is thrown where its result is asked for.
    private async ValueTask<bool> EndsWithinAsync(Task append, TimeSpan time)
    {
        await append.WaitAsync(time, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return append.IsCompleted;
    }

    private void LetQueueLeave()
    {
        while (_left.HasPlace && _queue.Reader.TryRead(out var pending))
        {
            var kept = pending.Event;   // whoever leaves takes the rest along
            _left.Enqueue(LetLeave(pending) ?? PendingAppend.OfNobody(kept));
        }
    }

    /// <returns>The caller who goes on to wait; null when it left.</returns>
    private PendingAppend? LetLeave(PendingAppend? pending)
    {
        if (pending is not { MayLeave: true } || !_left.TryKeep(pending.Event)) return pending;
        _metrics.EventLeft();
        pending.Complete(IntakeVerdict.Left);
        return null;
    }

    // A bug between here and the log. Nobody knows which event is missing, so nobody can be told but people.
    private void Unbalanced(int count, int stored)
    {
        _metrics.GroupUnbalanced(count - stored);
        Log.Unbalanced(_logger, count, stored);
    }

    private void CompleteGroup(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Neighbours mostly share an environment; an extra raise is harmless.
            if (i == 0 || _events[i].EnvironmentId != _events[i - 1].EnvironmentId) _signal.Raise(_events[i].EnvironmentId);
            Tell(i, IntakeVerdict.Durable);
        }
    }

    private async ValueTask FailGroupAsync(int count, Exception error)
    {
        // A write that never began cannot come back after a crash, so what nobody waits for is tried again. All else would risk to be there twice.
        var again = error is EventLogException { NeverBegan: true } && !_isEnding;
        if (again) Stall(count, error);
        List<NewEvent> kept = [];
        for (var i = 0; i < count; i++)
        {
            if (again && _waiting[i] is null) kept.Add(_events[i]);
            else RefuseOne(i, error);
        }

        if (kept.Count == 0) return;
        _left.PutBack(kept);
        await Task.Delay(s_rest, _time).ConfigureAwait(false);
    }

    private void RefuseOne(int i, Exception error)
    {
        _metrics.EventRefused();
        if (Gaps.Refused(_events[i].OccurredAt, IntakeVerdict.LogFailed)) Log.GapOpened(_logger, error);
        Tell(i, IntakeVerdict.LogFailed);
    }

    private void Tell(int i, IntakeVerdict verdict)
    {
        if (_waiting[i] is { } waiting) waiting.Complete(verdict);
        else _left.Settled(_events[i]);
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "The event log refused a group; until it can be written events are not recorded, and counted: their callers get 503 where the environment is strict, and flags elsewhere")]
        internal static partial void GapOpened(ILogger logger, Exception error);

        [LoggerMessage(1202, LogLevel.Warning, "The event log could be written again; {Events} events between {FirstAt} and {LastAt} were not recorded")]
        internal static partial void GapEnded(ILogger logger, long events, DateTimeOffset firstAt, DateTimeOffset lastAt);

        [LoggerMessage(1204, LogLevel.Error, "The event log does not answer or cannot be reached; where flags come first, callers are answered and their events are kept in memory until it does")]
        internal static partial void Stalled(ILogger logger, Exception? error);

        [LoggerMessage(1205, LogLevel.Warning, "The event log answers again; since the start {Events} events were kept for it in memory")]
        internal static partial void StallEnded(ILogger logger, long events);

        [LoggerMessage(1203, LogLevel.Error, "Of a group of {Events} events the log stored {Stored}; all callers were told that theirs is durable")]
        internal static partial void Unbalanced(ILogger logger, int events, int stored);
    }
}
