using Guidon.Storage.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Guidon.Storage.Sqlite;

/// <summary>One open connection with its prepared commands. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IWritingSession
{
    private readonly Dictionary<string, StoreCommand> _commands = [];
    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private DbContextOptions<ControlPlane>? _options;   // built at the first use: events need none

    private SqliteSession(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    public void Begin() => this.Execute("BEGIN IMMEDIATE");

    public void Commit() => this.Execute("COMMIT");

    // A savepoint also for a group of one: the transaction then has no special case, and it costs about a microsecond.
    public void BeginPart() => Statement("SAVEPOINT work").Run();

    public void EndPart() => Statement("RELEASE work").Run();

    public void UndoPart() => Statement("ROLLBACK TO work").Run();

    // Ends with the transaction.
    public void BeginTogether() => Statement("SAVEPOINT together").Run();

    public void UndoTogether() => Statement("ROLLBACK TO together").Run();

    public bool IsFatal(Exception error) => SqliteErrors.IsFatal(error);

    public bool IsLost(Exception error) => false;   // a file does not hang up

    public bool IsStorage(Exception error) => SqliteErrors.IsStorage(error);

    public bool IsFull(Exception error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_FULL };

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
    public StoreCommand Command(string sql)
    {
        if (_commands.TryGetValue(sql, out var command)) return command;
        var bare = Connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this room and of the stores; values are always parameters.
        bare.CommandText = sql;
#pragma warning restore CA2100
        command = new StoreCommand(bare, prepares: false, takesNul: true);   // this provider prepares by itself, and keeps what it prepared
        _commands.Add(sql, command);
        return command;
    }

    public string SelectIdentity => "SELECT id FROM identity WHERE environment_id = @environment AND identifier = @identifier";

    public int SchemaVersion => SqliteSchema.Version(this);

    // A list of ids as one parameter: as a thousand, each of which the engine looks for among all names, they took longer than what was asked.
    public DbContextOptions<ControlPlane> ControlPlaneOptions() => _options ??=
        new DbContextOptionsBuilder<ControlPlane>().UseSqlite(Connection, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).Options;

    /// <summary>The bare prepared statement of this text.</summary>
    internal SqliteStatement Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement)) return statement;
        statement = new SqliteStatement(Connection, sql);
        _statements.Add(sql, statement);
        return statement;
    }
}
