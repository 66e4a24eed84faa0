using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Guidon.Storage.Sqlite;

/// <summary>
/// The one writer of the database: a thread with one connection that runs all waiting work in one transaction (group commit), so
/// that many callers share one fsync. Bounded: when the queue is full, callers wait.
/// </summary>
/// <remarks>
/// Work that fails alone is undone to its savepoint and fails alone. A failed commit, a full disk or an I/O error fails the whole
/// group, nothing is acknowledged, and the connection is replaced and verified before the next group. Should the process die
/// right after a failed fsync, the recovery may still find the group whole; its callers were told that it is not stored.
/// </remarks>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int QueueMax = 4_096;

    private readonly Func<SqliteSession> _open;
    private readonly SqliteMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _places = new(QueueMax);
    private readonly AsyncLocal<Action<SqliteSession, object?>?> _companion = new();
    private readonly object _gate = new();   // Monitor and not Lock: the thread waits on it
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<SqliteWrite> _waiting = [];    // under the gate
    private bool _closing;                      // under the gate
    private List<SqliteWrite> _group = [];      // the thread's own
    private SqliteSession? _session;            // the thread's own; null after an I/O error until the next group
    private int _failures;                      // the thread's own; groups that failed since the last that did not
    private string? _problem;                   // written by the thread, read by status pages

    /// <param name="open">Opens and verifies a writing connection.</param>
    /// <param name="metrics">Counts commits.</param>
    /// <param name="time">Measures them.</param>
    /// <param name="logger">Tells of lost and regained connections.</param>
    internal SqliteWriter(Func<SqliteSession> open, SqliteMetrics metrics, TimeProvider time, ILogger<SqliteWriter> logger)
    {
        (_open, _metrics, _time, _logger) = (open, metrics, time, logger);
        // A thread of its own: a commit blocks for an fsync, and a pool of two threads would answer nobody meanwhile.
        new Thread(Run) { IsBackground = true, Name = "Guidon SQLite writer" }.Start();
    }

    /// <summary>Called on the writer's thread when a group met a full disk.</summary>
    internal Action WhenFull { get; init; } = static () => { };

    /// <summary>Runs after each work that is queued by this call and its callees, in the same savepoint, with the work's result; usually <see langword="null"/>.</summary>
    internal Action<SqliteSession, object?>? Companion
    {
        get => _companion.Value;
        set => _companion.Value = value;
    }

    /// <summary>Why the last group failed; <see langword="null"/> when it did not.</summary>
    internal string? Problem => Volatile.Read(ref _problem);

    /// <summary>Runs work in the next group's transaction; completes when that is on stable storage.</summary>
    /// <param name="work">Runs on the writer's thread. What it throws undoes it and reaches the caller; its neighbours stay.</param>
    /// <param name="cancellation">Honoured while the queue is full; once queued the work is done and the answer is the truth.</param>
    /// <exception cref="StorageException">Nothing was stored.</exception>
    internal Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellation) => RunAsync(work, null, cancellation);

    /// <param name="work">As above.</param>
    /// <param name="committed">Runs on the writer's thread after the commit and in commit order; must not fail.</param>
    /// <param name="cancellation">As above.</param>
    internal Task<T> RunAsync<T>(Func<SqliteSession, T> work, Action<T>? committed, CancellationToken cancellation) =>
        QueueAsync(new SqliteWork<T>(Companion is { } companion ? Both(work, companion) : work, committed), cancellation);

    private static Func<SqliteSession, T> Both<T>(Func<SqliteSession, T> work, Action<SqliteSession, object?> companion) => session =>
    {
        var result = work(session);
        companion(session, result);
        return result;
    };

    /// <summary>Runs what cannot run inside a transaction, after a group.</summary>
    internal Task<T> RunAloneAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellation) =>
        QueueAsync(new SqliteWork<T>(work, null) { IsAlone = true }, cancellation);

    private async Task<T> QueueAsync<T>(SqliteWork<T> write, CancellationToken cancellation)
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
            return _group.Count > 0;
        }
    }

    private void RunGroup()
    {
        var started = _time.GetTimestamp();
        try
        {
            var session = _session ??= _open();
            session.Execute("BEGIN IMMEDIATE");
            foreach (var write in _group)
            {
                if (!write.IsAlone) RunOne(session, write);
            }

            session.Execute("COMMIT");
        }
        catch (Exception error)   // the loop's top: the callers get the error, the thread lives
        {
            FailGroup(error);
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

    private void RunAlone(SqliteWrite write)
    {
        try
        {
            write.Run(_session ??= _open());
            write.Succeed();
        }
        catch (Exception error)   // the caller gets it, the thread lives
        {
            write.Fail(Translate(error));
        }
    }

    private static void RunOne(SqliteSession session, SqliteWrite write)
    {
        // A savepoint also for a group of one: the transaction then has no special case, and it costs about a microsecond.
        session.Statement("SAVEPOINT work").Run();
        try
        {
            write.Run(session);
        }
        catch (Exception error) when (!SqliteErrors.IsFatal(error) && session.InTransaction)
        {
            session.Statement("ROLLBACK TO work").Run();
            write.Failed = true;
            write.Fail(Translate(error));
        }

        session.Statement("RELEASE work").Run();
    }

    private void FailGroup(Exception error)
    {
        _metrics.GroupFailed();
        // The first only: a full disk fails each of thousands of groups, and the log may lie on the same disk.
        if (_failures++ == 0) Log.GroupFailed(_logger, _group.Count, error);
        _session?.Dispose();   // rolls back what is open
        _session = null;
        Volatile.Write(ref _problem, error.Message);
        if (error is SqliteException { SqliteErrorCode: raw.SQLITE_FULL }) TellFull();
        var translated = Translate(error);
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

    private static Exception Translate(Exception error) => SqliteErrors.IsStorage(error) && error is not StorageException
        ? new StorageException("The database could not be written: " + error.Message, error)
        : error;

    private static partial class Log
    {
        [LoggerMessage(1601, LogLevel.Error, "A group of {Operations} writes failed and was rolled back; the connection is replaced")]
        internal static partial void GroupFailed(ILogger logger, int operations, Exception error);

        [LoggerMessage(1602, LogLevel.Warning, "Writing works again after {Groups} groups that failed")]
        internal static partial void Recovered(ILogger logger, int groups);

        [LoggerMessage(1606, LogLevel.Error, "The disk is full and its reserve could not be released")]
        internal static partial void NoReserve(ILogger logger, Exception error);
    }
}
