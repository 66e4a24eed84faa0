using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Guidon.Events;

// Hot path: every identity request with a destination passes here. AppendAsync allocates nothing while the queue has room
// (pooled value task sources, guarded by The_steady_state_of_the_intake_allocates_next_to_nothing); no LINQ, no lock of our own.

/// <summary>
/// The door to the event log. Callers wait until their event is durable; one loop appends all waiting events at once, so that
/// many callers share one fsync. Bounded: a full queue makes callers wait, then refuses and counts.
/// </summary>
public sealed partial class EventIntake : IAsyncDisposable
{
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
    private readonly PendingAppend[] _waiting;    // likewise, position by position
    private readonly Task _loop;

    /// <summary>Starts the loop; <see cref="DisposeAsync"/> ends it.</summary>
    public EventIntake(
        IEventLog log, AppendSignal signal, IntakeOptions options, TimeProvider time, EventsMetrics metrics, ILogger<EventIntake> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_log, _signal, _options, _time, _metrics, _logger) = (log, signal, options, time, metrics, logger);
        _events = new NewEvent[options.BatchEventsMax];
        _waiting = new PendingAppend[options.BatchEventsMax];
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
    public ValueTask<IntakeResult> AppendAsync(in NewEvent newEvent, CancellationToken cancellation)
    {
        if (_isHalted) return new(Refuse(newEvent, IntakeVerdict.NoSpace));
        if (newEvent.Payload.Length > _options.PayloadBytesMax) return new(Refuse(newEvent, IntakeVerdict.TooLarge));
        if (!_pool.TryDequeue(out var pending)) pending = new PendingAppend(_pool);
        var answer = pending.Begin(newEvent);
        return _queue.Writer.TryWrite(pending) ? answer : WaitForPlaceAsync(pending, answer, cancellation);
    }

    /// <summary>Takes no more events, appends what waits, and ends the loop.</summary>
    public async ValueTask DisposeAsync()
    {
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
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
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
        while (count < _events.Length && bytes < _options.BatchBytesMax && _queue.Reader.TryRead(out var pending))
        {
            bytes += pending.Event.Payload.Length;
            _events[count] = pending.Event;
            _waiting[count++] = pending;
        }

        return count;
    }

    private async ValueTask AppendGroupAsync(int count)
    {
        var started = _time.GetTimestamp();
        try
        {
            // No cancellation: a group that may or may not be durable could be answered to nobody truthfully.
            var stored = await _log.AppendAsync(_events.AsMemory(0, count), CancellationToken.None).ConfigureAwait(false);
            if (stored != count) Unbalanced(count, stored);
        }
        catch (Exception error)   // the loop's top: whatever the store throws, the callers get their answer and the next group is tried
        {
            RefuseGroup(count, error);
            return;
        }

        _metrics.BatchAppended(count, _time.GetElapsedTime(started));
        if (Gaps.Durable() is { } ended) Log.GapEnded(_logger, ended.Events, ended.FirstAt, ended.LastAt);
        CompleteGroup(count);
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
            _waiting[i].Complete(IntakeVerdict.Durable);
        }
    }

    private void RefuseGroup(int count, Exception error)
    {
        for (var i = 0; i < count; i++)
        {
            _metrics.EventRefused();
            if (Gaps.Refused(_events[i].OccurredAt, IntakeVerdict.LogFailed)) Log.GapOpened(_logger, error);
            _waiting[i].Complete(IntakeVerdict.LogFailed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "The event log refused a group; events are being lost and counted until it can be written")]
        internal static partial void GapOpened(ILogger logger, Exception error);

        [LoggerMessage(1202, LogLevel.Warning, "The event log could be written again; {Events} events between {FirstAt} and {LastAt} were lost")]
        internal static partial void GapEnded(ILogger logger, long events, DateTimeOffset firstAt, DateTimeOffset lastAt);

        [LoggerMessage(1203, LogLevel.Error, "Of a group of {Events} events the log stored {Stored}; all callers were told that theirs is durable")]
        internal static partial void Unbalanced(ILogger logger, int events, int stored);
    }
}
