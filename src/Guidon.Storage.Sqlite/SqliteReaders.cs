using System.Collections.Concurrent;
using Guidon.Storage.Stores;

namespace Guidon.Storage.Sqlite;

/// <summary>
/// Reading connections, kept with their prepared commands. Reads run on the caller's thread: they never wait for the writer (WAL)
/// and mostly find their pages in memory.
/// </summary>
internal sealed class SqliteReaders : IStoreReaders, IDisposable
{
    private const int IdleMax = 8;   // each keeps up to 8 MiB of pages

    private readonly Func<SqliteSession> _open;
    private readonly SqliteSession _anchor;
    private readonly ConcurrentQueue<SqliteSession> _idle = new();
    private volatile bool _closed;

    /// <param name="open">Opens a read-only connection.</param>
    internal SqliteReaders(Func<SqliteSession> open)
    {
        _open = open;
        // Keeps the WAL's index in memory while the writer replaces its connection. A group whose fsync failed lies in the WAL with
        // valid checksums; the index says that it was rolled back, and a recovery, which the last close would bring, would revive it.
        _anchor = open();
        SqliteSchema.Version(_anchor);
    }

    /// <exception cref="StorageException">The database could not be read.</exception>
    internal T Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            if (!_idle.TryDequeue(out var session)) session = _open();
            var healthy = false;
            try
            {
                var result = read(session);
                healthy = true;
                return result;
            }
            finally
            {
                // One that failed may be inside a transaction or worse; the next reader shall not find out.
                if (healthy && !_closed && _idle.Count < IdleMax) _idle.Enqueue(session);
                else session.Dispose();
            }
        }
        catch (Exception error) when (SqliteErrors.IsStorage(error))
        {
            throw new StorageException("The database could not be read: " + error.Message, error);
        }
    }

    /// <summary>Several statements that see one moment of the database.</summary>
    internal T ReadAtOnce<T>(Func<SqliteSession, T> read) => Read(session =>
    {
        session.Execute("BEGIN");
        var result = read(session);
        session.Execute("COMMIT");
        return result;
    });

    public ValueTask<T> ReadAsync<T>(Func<IStoreSession, T> read) => new(Read<T>(read));

    public ValueTask<T> ReadAtOnceAsync<T>(Func<IStoreSession, T> read) => new(ReadAtOnce<T>(read));

    public void Dispose()
    {
        _closed = true;
        _anchor.Dispose();
        while (_idle.TryDequeue(out var session)) session.Dispose();
    }
}
