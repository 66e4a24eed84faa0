using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Guidon.Events;
using Guidon.Events.Tracking;
using Guidon.Storage;

namespace Guidon.Server.Tracking;

/// <summary>
/// Hears what is logged as an error with its exception, and makes events of it for the error tracker: durable, retried and bounded as every event is.
/// What fails on the way there is logged and not tracked, or one failure would be tracked for ever. Of an exception its type and its frames are told and
/// never its message, which may hold what customers wrote.
/// </summary>
internal sealed partial class ErrorTracker : ILoggerProvider, IAsyncDisposable
{
    private const int WaitingMax = 200;
    private const int FramesMax = 50;

    private readonly Channel<(TrackedEvent Event, DateTimeOffset At)> _waiting =
        Channel.CreateBounded<(TrackedEvent Event, DateTimeOffset At)>(new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly ErrorLimit _limit = new();   // under the gate
    private readonly Lock _gate = new();
    private readonly EventIdSource _ids;
    private readonly string _node;
    private readonly TimeProvider _time;
    private int _ownDestination;   // written once at start, read by whoever logs: Volatile
    private Task _loop = Task.CompletedTask;

    /// <param name="ids">Of the events.</param>
    /// <param name="node">What people call this node.</param>
    /// <param name="time">When it happened.</param>
    internal ErrorTracker(EventIdSource ids, string node, TimeProvider time) => (_ids, _node, _time) = (ids, node, time);

    /// <summary>Begins to write. What was logged before waits until now.</summary>
    /// <param name="log">Where events go.</param>
    /// <param name="signal">Raised for the pump.</param>
    /// <param name="ownDestination">The tracker's: what is logged about it is not tracked.</param>
    /// <param name="logger">For what cannot be tracked.</param>
    internal void Start(IEventLog log, AppendSignal signal, int ownDestination, ILogger<ErrorTracker> logger)
    {
        Volatile.Write(ref _ownDestination, ownDestination);
        _loop = Task.Run(() => WriteAsync(log, signal, logger));
    }

    public ILogger CreateLogger(string categoryName) => new TrackedLogger(this, categoryName);

    /// <summary>A sign of life.</summary>
    internal void CheckIn(TrackedCheckIn checkIn) => Write(New() with { CheckIn = checkIn });

    public void Dispose() => _waiting.Writer.TryComplete();

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _loop;
    }

    internal void Track(string category, int logEvent, Exception exception, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        var destination = Value(values, "Destination") as int?;
        if (destination is { } id && id == Volatile.Read(ref _ownDestination)) return;
        var error = new TrackedError
        {
            Type = exception.GetType().FullName ?? exception.GetType().Name,
            Logger = category,
            LogEvent = logEvent,
            Integration = Value(values, "Integration") as string ?? "",
            MapperVersion = Value(values, "Version") as int? ?? 0,
            Destination = destination,
            Environment = Value(values, "Environment") as string ?? "",
        };
        long? count;
        lock (_gate) count = _limit.Take($"{category}/{logEvent}/{error.Type}/{error.Integration}/{error.MapperVersion}/{destination}", _time.GetUtcNow());
        if (count is { } often) Write(New() with { Error = error with { Count = often, Frames = Frames(exception) } });
    }

    // The frames of the innermost one: what is around it says how it was passed on.
    private static ImmutableArray<TrackedFrame> Frames(Exception exception) =>
    [
        .. new StackTrace(exception.GetBaseException(), fNeedFileInfo: true).GetFrames().Take(FramesMax).Reverse().Select(frame =>
        {
            var method = DiagnosticMethodInfo.Create(frame);
            return new TrackedFrame(method?.DeclaringTypeName ?? "", method?.Name ?? "?", frame.GetFileLineNumber());
        }),
    ];

    private static object? Value(IReadOnlyList<KeyValuePair<string, object?>> values, string name) => values.FirstOrDefault(value => value.Key == name).Value;

    private TrackedEvent New() => new() { Node = _node, Release = ServerVersion.Text };

    private void Write(TrackedEvent tracked)
    {
        var now = _time.GetUtcNow();
        _waiting.Writer.TryWrite((tracked, StoreTime.Whole(now)));   // full: as many wait as tell anything
    }

    private async Task WriteAsync(IEventLog log, AppendSignal signal, ILogger logger)
    {
        await foreach (var (tracked, at) in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                NewEvent[] events = [new(_ids.Next(), EventKind.ErrorTracked, EventStream.Errors, FlagTableId: 0, at, TrackedEventEncoding.Encode(tracked))];
                await log.AppendAsync(events, CancellationToken.None);
                signal.Raise(EventStream.Errors);
            }
            catch (EventLogException failure)
            {
                Log.NotTracked(logger, failure);   // the log itself is what fails: its own alarms say so
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2300, LogLevel.Warning, "An error could not be made an event for the error tracker")]
        internal static partial void NotTracked(ILogger logger, Exception failure);
    }
}
