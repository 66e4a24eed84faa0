using System.Collections.Concurrent;
using Guidon.Storage.Stores;

namespace Guidon.Storage.Postgres;

/// <summary>
/// Reading connections, each with a thread of its own: the stores read synchronously, and a server that does not answer must not take the
/// threads that answer flags from memory. Bounded: who finds the queue full is refused at once.
/// </summary>
internal sealed class PostgresReaders : IStoreReaders, IAsyncDisposable
{
    private const int ConnectionsMax = 6;
    private const int QueueMax = 2_000;

    private readonly PostgresAddress _address;
    private readonly BlockingCollection<Action<Reader>> _waiting = new(QueueMax);
    private readonly Task[] _threads;

    /// <param name="address">Connections are opened when they are first needed.</param>
    internal PostgresReaders(PostgresAddress address)
    {
        _address = address;
        _threads = [.. Enumerable.Range(0, ConnectionsMax).Select(_ => Start())];
    }

    public ValueTask<T> ReadAsync<T>(Func<IStoreSession, T> read)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryQueue(reader => reader.Answer(read, answer))
            ? new(answer.Task)
            : throw new StorageException("The database could not be read: too many reads wait, or it is closed.", null);
    }

    public ValueTask<T> ReadAtOnceAsync<T>(Func<IStoreSession, T> read) => ReadAsync(session => AtOnce(session, read));

    /// <summary>As <see cref="ReadAtOnceAsync"/>, for reads that take long: on a connection and a thread of its own.</summary>
    /// <param name="read">The read.</param>
    /// <param name="isWhole">Whether it may take as long as the server answers at all; otherwise each statement has a minute.</param>
    /// <param name="cancellation">Stops the wait. The thread ends by itself, or with the process: nobody else uses its connection.</param>
    internal async ValueTask<T> ReadPatientlyAsync<T>(Func<IStoreSession, T> read, bool isWhole, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            using var reader = new Reader(() => _address.OpenExaminer(isWhole));
            reader.Answer(session => AtOnce(session, read), answer);
        })
        { IsBackground = true, Name = "Guidon patient reader" };
        thread.Start();
        return await answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await Task.WhenAll(_threads).ConfigureAwait(false);
        _waiting.Dispose();
    }

    private bool TryQueue(Action<Reader> work)
    {
        try
        {
            return _waiting.TryAdd(work);
        }
        catch (InvalidOperationException)   // closed
        {
            return false;
        }
    }

    private Task Start()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            using (var reader = new Reader(_address.OpenReader))
            {
                foreach (var work in _waiting.GetConsumingEnumerable()) work(reader);
            }

            ended.SetResult();
        })
        { IsBackground = true, Name = "Guidon reader" };
        thread.Start();
        return ended.Task;
    }

    private static T AtOnce<T>(IStoreSession session, Func<IStoreSession, T> read)
    {
        ((PostgresSession)session).Run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        var result = read(session);
        ((PostgresSession)session).Run("COMMIT");
        return result;
    }

    /// <summary>One thread's connection, replaced when it failed.</summary>
    private sealed class Reader(Func<PostgresSession> open) : IDisposable
    {
        private PostgresSession? _session;

        internal void Answer<T>(Func<IStoreSession, T> read, TaskCompletionSource<T> answer)
        {
            try
            {
                answer.SetResult(Read(read));
            }
            catch (Exception error)   // the caller gets it, the thread lives
            {
                Dispose();   // it may be inside a transaction or worse
                answer.SetException(PostgresErrors.IsStorage(error) && error is not StorageException
                    ? new StorageException("The database could not be read: " + error.Message, error)
                    : error);
            }
        }

        public void Dispose()
        {
            _session?.Dispose();
            _session = null;
        }

        // A connection that was kept may have died since, with the server or on the way; a new one tells.
        private T Read<T>(Func<IStoreSession, T> read)
        {
            if (_session is { } kept)
            {
                try
                {
                    return read(kept);
                }
                catch (Exception error) when (PostgresErrors.IsFatal(error) && !kept.IsOpen)
                {
                    Dispose();
                }
            }

            return read(_session = open());
        }
    }
}
