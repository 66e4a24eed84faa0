using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Guidon.Storage.Sqlite;

/// <summary>One open connection with its prepared commands. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    private SqliteSession(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    /// <summary>False when an error has already rolled the transaction back.</summary>
    internal bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <exception cref="SqliteException">It could not be opened.</exception>
    internal static SqliteSession Open(string path, SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,      // we keep connections ourselves, with their prepared statements
            ForeignKeys = true,
            DefaultTimeout = 5,   // seconds that a statement waits for a lock of another process, for example a backup
        }.ConnectionString);
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute(pragmas);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        foreach (var command in _commands.Values) command.Dispose();
        Connection.Dispose();
    }

    /// <summary>The prepared command of this text. Its parameters keep their last values.</summary>
    internal SqliteCommand Command(string sql)
    {
        if (_commands.TryGetValue(sql, out var command)) return command;
        command = Connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this room; values are always parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        _commands.Add(sql, command);
        return command;
    }

    /// <summary>The bare prepared statement of this text.</summary>
    internal SqliteStatement Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement)) return statement;
        statement = new SqliteStatement(Connection, sql);
        _statements.Add(sql, statement);
        return statement;
    }

    internal void Execute(string sql) => Command(sql).ExecuteNonQuery();

    internal long Scalar(string sql) => (long)(Command(sql).ExecuteScalar() ?? throw new InvalidOperationException("No row: " + sql));
}
