using Microsoft.Extensions.Logging;

namespace Guidon.Storage.Stores;

/// <summary>
/// The one writer of the database: a thread with one connection that runs all waiting work in one transaction (group commit), so
/// that many callers share one fsync. Bounded: when the queue is full, callers wait.
/// </summary>
/// <remarks>
/// Work that fails alone is undone to its savepoint and fails alone. A failed commit, a full disk or an I/O error fails the whole
/// group, nothing is acknowledged, and the connection is replaced and verified before the next group. Should the process die
/// right after a failed fsync, the recovery may still find the group whole; its callers were told that it is not stored.
/// </remarks>
internal sealed partial class GroupWriter : IStoreWriter, IAsyncDisposable
{
    private const int QueueMax = 4_096;

    // Evaluations wait for the group in which their events are stored; so many changes of flags take about as long as a slow disk.
    private const int TogetherMax = 32;

    private readonly Func<IWritingSession> _open;
    private readonly StoreMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _places = new(QueueMax);
    private readonly AsyncLocal<Action<IStoreSession, object?>?> _companion = new();
    private readonly object _gate = new();   // Monitor and not Lock: the thread waits on it
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<GroupWrite> _waiting = [];    // under the gate
    private bool _closing;                      // under the gate
    private List<GroupWrite> _group = [];      // the thread's own
    private readonly List<GroupWrite> _together = [];   // the thread's own; of the group, those with an end that they share
    private IWritingSession? _session;            // the thread's own; null after an I/O error until the next group
    private int _failures;                      // the thread's own; groups that failed since the last that did not
    private string? _problem;                   // written by the thread, read by status pages

    /// <param name="open">Opens and verifies a writing connection.</param>
    /// <param name="metrics">Counts commits.</param>
    /// <param name="time">Measures them.</param>
    /// <param name="logger">Tells of lost and regained connections.</param>
    internal GroupWriter(Func<IWritingSession> open, StoreMetrics metrics, TimeProvider time, ILogger<GroupWriter> logger)
    {
        (_open, _metrics, _time, _logger) = (open, metrics, time, logger);
        // A thread of its own: a commit blocks for an fsync, and a pool of two threads would answer nobody meanwhile.
        new Thread(Run) { IsBackground = true, Name = "Guidon writer" }.Start();
    }

    /// <summary>Called on the writer's thread when a group met a full disk.</summary>
    internal Action WhenFull { get; init; } = static () => { };

    public Action<IStoreSession, object?>? Companion
    {
        get => _companion.Value;
        set => _companion.Value = value;
    }

    /// <summary>Why the last group failed; <see langword="null"/> when it did not.</summary>
    internal string? Problem => Volatile.Read(ref _problem);

    public Task<T> RunAsync<T>(Func<IStoreSession, T> work, CancellationToken cancellation) => RunAsync(work, null, cancellation);

    public Task<T> RunAsync<T>(Func<IStoreSession, T> work, Action<T>? committed, CancellationToken cancellation) =>
        QueueAsync(new GroupWork<T>(Companion is { } companion ? Both(work, companion) : work, committed), cancellation);

    public Task<T> RunTogetherAsync<T>(Func<IStoreSession, T> work, Func<T, IReadOnlyCollection<int>> leaves, Action<IStoreSession, IReadOnlySet<int>> end, CancellationToken cancellation) =>
        QueueAsync(new GroupWork<T>(work, null) { Leaves = leaves, End = end }, cancellation);

    private static Func<IStoreSession, T> Both<T>(Func<IStoreSession, T> work, Action<IStoreSession, object?> companion) => session =>
    {
        var result = work(session);
        companion(session, result);
        return result;
    };

    /// <summary>Runs what cannot run inside a transaction, after a group.</summary>
    internal Task<T> RunAloneAsync<T>(Func<IStoreSession, T> work, CancellationToken cancellation) =>
        QueueAsync(new GroupWork<T>(work, null) { IsAlone = true }, cancellation);

    private async Task<T> QueueAsync<T>(GroupWork<T> write, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            if (_closing)
            {
                _places.Release();
                throw new StorageException("The database is closed.", null);
            }

            _waiting.Add(write);
            Monitor.Pulse(_gate);
        }

        return await write.Answer.ConfigureAwait(false);
    }

    /// <summary>Takes no more work, finishes what waits, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        while (TakeGroup())
        {
            RunGroup();
            _places.Release(_group.Count);
            _group.Clear();
        }

        _session?.Dispose();
        _ended.SetResult();
    }

    private bool TakeGroup()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closing) Monitor.Wait(_gate);
            (_group, _waiting) = (_waiting, _group);
            Postpone();
            return _group.Count > 0;
        }
    }

    // What waits to be done together is a burst of changes: the rest comes with the next group, and first in it.
    private void Postpone()
    {
        var place = 0;
        foreach (var write in _group)
        {
            if (write.End is not null && ++place > TogetherMax) _waiting.Add(write);
        }

        place = 0;
        if (_waiting.Count > 0) _group.RemoveAll(write => write.End is not null && ++place > TogetherMax);
    }

    private void RunGroup()
    {
        var started = _time.GetTimestamp();
        var hasBegun = false;
        try
        {
            var session = BeginGroup();
            hasBegun = true;
            _together.Clear();
            foreach (var write in _group)
            {
                if (write.End is not null) _together.Add(write);
                else if (!write.IsAlone) RunOne(session, write, ends: false);
            }

            // Last, so that nothing else is undone with them.
            RunTogether(session);
            session.Commit();
        }
        catch (Exception error)   // the loop's top: the callers get the error, the thread lives
        {
            FailGroup(error, hasBegun);
            return;
        }

        _metrics.GroupCommitted(_group.Count, _time.GetElapsedTime(started));
        if (_failures > 0) Log.Recovered(_logger, _failures);
        _failures = 0;
        Volatile.Write(ref _problem, null);
        foreach (var write in _group)
        {
            if (write.IsAlone) RunAlone(write);
            else if (!write.Failed) write.Succeed();
        }
    }

    // A connection that was kept may have died while nobody wrote; nothing ran on it yet, so another one may begin.
    private IWritingSession BeginGroup()
    {
        if (_session is { } kept)
        {
            try
            {
                kept.Begin();
                return kept;
            }
            catch (Exception error) when (kept.IsLost(error))
            {
                kept.Dispose();
                _session = null;
            }
        }

        _session = _open();
        _session.Begin();
        return _session;
    }

    private void RunAlone(GroupWrite write)
    {
        try
        {
            write.Run(_session ??= _open());
            write.Succeed();
        }
        catch (Exception error)   // the caller gets it, the thread lives
        {
            write.Fail(Translate(_session, error));
        }
    }

    private void RunTogether(IWritingSession session)
    {
        if (_together.Count > 1 && EndsTogether(session)) return;
        foreach (var write in _together)
        {
            if (!write.Failed) RunOne(session, write, ends: true);
        }
    }

    /// <returns>False when the end failed and all of it is undone; nobody was told anything but those whose own work failed.</returns>
    private bool EndsTogether(IWritingSession session)
    {
        session.BeginTogether();
        foreach (var write in _together) RunOne(session, write, ends: false);
        session.BeginPart();
        try
        {
            End(session, _together[0], _together.Where(write => !write.Failed).SelectMany(write => write.Left).ToHashSet());
            session.EndPart();
            return true;
        }
        catch (Exception error) when (!session.IsFatal(error) && session.InTransaction)
        {
            session.UndoTogether();
            return false;
        }
    }

    private static void End(IWritingSession session, GroupWrite write, HashSet<int> left)
    {
        if (left.Count > 0) write.End?.Invoke(session, left);
    }

    private static void RunOne(IWritingSession session, GroupWrite write, bool ends)
    {
        // A savepoint also for a group of one: the transaction then has no special case, and it costs about a microsecond.
        session.BeginPart();
        try
        {
            write.Run(session);
            if (ends) End(session, write, write.Left.ToHashSet());
        }
        catch (Exception error) when (!session.IsFatal(error) && session.InTransaction)
        {
            session.UndoPart();
            write.Failed = true;
            write.Fail(Translate(session, error));
        }

        session.EndPart();
    }

    private void FailGroup(Exception error, bool hasBegun)
    {
        _metrics.GroupFailed();
        // The first only: a full disk fails each of thousands of groups, and the log may lie on the same disk.
        var session = _session;
        var isStorage = error is StorageException || session?.IsStorage(error) != false;
        // What a database does is said in its own words; where the code stood tells of bugs of ours alone.
        if (_failures++ == 0) Log.GroupFailed(_logger, _group.Count, error.GetBaseException().Message, isStorage ? null : error);
        session?.Dispose();   // rolls back what is open
        _session = null;
        Volatile.Write(ref _problem, error.Message);
        if (session?.IsFull(error) == true) TellFull();
        var translated = Translate(session, error);
        if (!hasBegun && translated is StorageException) translated = new StorageException(translated.Message, translated) { NeverBegan = true };
        foreach (var write in _group)
        {
            if (!write.Failed) write.Fail(translated);
        }
    }

    private void TellFull()
    {
        try
        {
            WhenFull();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NoReserve(_logger, error);
        }
    }

    // Without a session it could not be opened, whatever the engine calls that.
    private static Exception Translate(IWritingSession? session, Exception error) => error is not StorageException && session?.IsStorage(error) != false
        ? new StorageException("The database could not be written: " + error.Message, error)
        : error;

    private static partial class Log
    {
        [LoggerMessage(1501, LogLevel.Error, "A group of {Operations} writes failed and was rolled back; the connection is replaced: {Reason}")]
        internal static partial void GroupFailed(ILogger logger, int operations, string reason, Exception? error);

        [LoggerMessage(1502, LogLevel.Warning, "Writing works again after {Groups} groups that failed")]
        internal static partial void Recovered(ILogger logger, int groups);

        [LoggerMessage(1503, LogLevel.Error, "The disk is full and its reserve could not be released")]
        internal static partial void NoReserve(ILogger logger, Exception error);
    }
}
