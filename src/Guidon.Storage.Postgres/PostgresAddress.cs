using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>What an operator wrote as <c>--database</c>: an Npgsql connection string, with what we do not leave to chance.</summary>
internal sealed class PostgresAddress
{
    private const int SecondsToConnect = 5;
    private const int SecondsToRead = 10;
    private const int SecondsToWrite = 30;

    // idle_in_transaction: a node that stops in the middle of a group would otherwise keep all others from writing. lock_timeout: and one
    // that takes its time keeps the callers here no longer than this.
    private const string WriterSettings =
        "SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '20s'; SET application_name = 'guidon writer'";

    private const string ReaderSettings = "SET default_transaction_read_only = on; SET application_name = 'guidon reader'";

    private readonly NpgsqlConnectionStringBuilder _written;

    private PostgresAddress(NpgsqlConnectionStringBuilder written) => _written = written;

    /// <summary>For operators: without user and password.</summary>
    internal string Shown => $"{_written.Database ?? _written.Username} on {_written.Host}:{_written.Port}";

    /// <returns>The address, or one line that says what is wrong with it and does not repeat it: it holds a password.</returns>
    internal static (PostgresAddress? Address, string? Error) Read(string written)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(written);
            return string.IsNullOrEmpty(builder.Host)
                ? (null, "The option database has no Host; it is written as Host=…;Database=…;Username=…;Password=….")
                : (new PostgresAddress(builder), null);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            return (null, "The option database is no connection string; it is written as Host=…;Database=…;Username=…;Password=….");
        }
    }

    internal PostgresSession OpenReader() => PostgresSession.Open(With(SecondsToRead), ReaderSettings);

    /// <summary>For reads of every row: takes as long as it takes.</summary>
    internal PostgresSession OpenPatientReader() => PostgresSession.Open(With(0), ReaderSettings);

    internal PostgresSession OpenWriter() => PostgresSession.Open(With(SecondsToWrite), WriterSettings);

    /// <summary>A writing connection to a database that must be what it was at the start, and durable as far as its settings go.</summary>
    /// <exception cref="StorageException">It is not.</exception>
    internal PostgresSession OpenVerifiedWriter()
    {
        var session = OpenWriter();
        try
        {
            if (PostgresSchema.Version(session) < PostgresSchema.Newest) throw new StorageException("The database was replaced.", null);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The bare connection string of a listening connection.</summary>
    internal string ForListening() => With(SecondsToRead);

    // Connections are kept here with their prepared statements, so the pool would only be in the way.
    private string With(int seconds) => new NpgsqlConnectionStringBuilder(_written.ConnectionString)
    {
        Pooling = false,
        Timeout = SecondsToConnect,
        CommandTimeout = seconds,
        TcpKeepAlive = true,
        IncludeErrorDetail = false,   // details quote values
        Enlist = false,
    }.ConnectionString;
}
