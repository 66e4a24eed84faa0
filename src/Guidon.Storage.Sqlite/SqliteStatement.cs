using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Guidon.Storage.Sqlite;

/// <summary>
/// A prepared statement without ADO.NET around it, for the few statements that run once per event or per write: no boxing, no
/// reader objects. Everything else uses <see cref="SqliteCommand"/>. Belongs to one connection and one thread.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    internal SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    public void Dispose() => _statement.Dispose();

    internal void Bind(int position, long value) => Check(raw.sqlite3_bind_int64(_statement, position, value));

    internal void Bind(int position, ReadOnlySpan<byte> value) => Check(value.IsEmpty
        ? raw.sqlite3_bind_zeroblob(_statement, position, 0)   // an empty span has no address and would bind NULL
        : raw.sqlite3_bind_blob(_statement, position, value));

    /// <summary>Runs it; SQLite copies the bound bytes, so the caller may reuse them afterwards.</summary>
    internal void Run()
    {
        var result = raw.sqlite3_step(_statement);
        // Reset reports the same error again; the one of the step is the one to show.
        _ = raw.sqlite3_reset(_statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) SqliteException.ThrowExceptionForRC(result, _database);
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
