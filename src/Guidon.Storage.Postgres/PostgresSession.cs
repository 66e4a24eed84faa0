using System.Data;
using Guidon.Storage.Stores;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>One open connection with its prepared commands. Used by one thread at a time.</summary>
internal sealed class PostgresSession : IWritingSession
{
    /// <summary>Only one transaction of all nodes writes at a time: it holds this lock ("guidon" in ASCII), to its end.</summary>
    internal const long WritersTurn = 0x67_75_69_64_6F_6E;

    // One message to the server instead of four. The level is named, since a role or a database may have another one as its default: what is
    // read after the lock must be what the transaction before left, not what there was before the wait.
    private static readonly string s_begin = $"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({WritersTurn}); SAVEPOINT work";

    private readonly Dictionary<string, StoreCommand> _commands = [];
    private DbContextOptions<ControlPlane>? _options;   // built at the first use: events need none
    private bool _inTransaction;
    private bool _isFirstPart;

    private PostgresSession(NpgsqlConnection connection) => Connection = connection;

    internal NpgsqlConnection Connection { get; }

    public bool InTransaction => _inTransaction && IsOpen;

    /// <summary>False when the connection is gone.</summary>
    internal bool IsOpen => Connection.FullState.HasFlag(ConnectionState.Open);

    // Without statistics it would look up all of the environment beside those of the name, to meet in the middle.
    public string SelectIdentity => "SELECT id FROM (SELECT id, environment_id FROM identity WHERE identifier = @identifier OFFSET 0) named WHERE environment_id = @environment";

    public int SchemaVersion => PostgresSchema.Version(this);

    /// <param name="connectionString">As <see cref="PostgresAddress"/> gives it.</param>
    /// <param name="settings">Statements that make the connection what it is for.</param>
    /// <exception cref="NpgsqlException">It could not be opened.</exception>
    internal static PostgresSession Open(string connectionString, string settings)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            connection.Open();
            var session = new PostgresSession(connection);
            session.Run(settings);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public StoreCommand Command(string sql)
    {
        if (_commands.TryGetValue(sql, out var command)) return command;
        command = new StoreCommand(Bare(sql), prepares: true, takesNul: false);
        _commands.Add(sql, command);
        return command;
    }

    public DbContextOptions<ControlPlane> ControlPlaneOptions() => _options ??= new DbContextOptionsBuilder<ControlPlane>().UseNpgsql(Connection).Options;

    public void Begin()
    {
        Run(s_begin);
        (_inTransaction, _isFirstPart) = (true, true);
    }

    public void Commit()
    {
        Run("COMMIT");
        _inTransaction = false;
    }

    // The first part began with the transaction; the end of each travels with the beginning of the next, or with the commit.
    public void BeginPart()
    {
        if (!_isFirstPart) Run("RELEASE work; SAVEPOINT work");
        _isFirstPart = false;
    }

    public void EndPart()
    {
    }

    public void UndoPart() => Run("ROLLBACK TO work");

    public void BeginTogether()
    {
        Run("RELEASE work; SAVEPOINT together; SAVEPOINT work");
        _isFirstPart = true;
    }

    public void UndoTogether()
    {
        Run("ROLLBACK TO together; SAVEPOINT work");
        _isFirstPart = true;
    }

    public bool IsFatal(Exception error) => PostgresErrors.IsFatal(error);

    public bool IsLost(Exception error) => !IsOpen;

    public bool IsStorage(Exception error) => PostgresErrors.IsStorage(error);

    public bool IsFull(Exception error) => PostgresErrors.IsFull(error);

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        Connection.Dispose();
    }

    /// <summary>Runs statements that have no parameters and are not worth preparing.</summary>
    internal void Run(string sql)
    {
        using var command = Bare(sql);
        command.ExecuteNonQuery();
    }

    private NpgsqlCommand Bare(string sql)
    {
        var command = Connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this room and of the stores; values are always parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
