using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>What an operator wrote as <c>--database</c>: an Npgsql connection string, with what we do not leave to chance.</summary>
internal sealed class PostgresAddress
{
    private const int SecondsToConnect = 5;
    private const int SecondsToRead = 10;
    private const int SecondsToWrite = 30;
    private const int SecondsToExamine = 60;   // counts every event: a tenth of a second per million

    // Beside the time-outs, for what has none: a peer that is cut off is given up after a minute and not after the kernel's two hours.
    private const int SecondsUntilProbe = 15;
    private const int SecondsBetweenProbes = 5;

    // idle_in_transaction: a node that stops in the middle of a group would otherwise keep all others from writing. lock_timeout: and one
    // that takes its time keeps the callers here no longer than this.
    private const string WriterSettings =
        "SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '20s'; SET jit = off; SET application_name = 'guidon writer'";

    // jit: compiling takes 200 ms, longer than any question that somebody waits for. Helpers: starting some takes 10 ms, once for each block of a search.
    private const string ReaderSettings = "SET jit = off; SET max_parallel_workers_per_gather = 0; SET default_transaction_read_only = on; SET application_name = 'guidon reader'";

    // A server that recovers is not helped by a connection for each request that waits for it.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlConnectionStringBuilder _written;
    private readonly TimeProvider _time;
    private Refusal? _refusal;   // the last, replaced whole by whoever was refused: Volatile

    private PostgresAddress(NpgsqlConnectionStringBuilder written, TimeProvider time) => (_written, _time) = (written, time);

    /// <summary>For operators: without user and password.</summary>
    internal string Shown => $"{_written.Database ?? _written.Username} on {_written.Host}:{_written.Port}";

    // A socket in a folder, or with an abstract name, cannot be cut off and refuses what is TCP's.
    private bool IsRemote => !(_written.Host ?? "").Split(',').Any(host => host.StartsWith('/') || host.StartsWith('@'));

    /// <returns>The address, or one line that says what is wrong with it and does not repeat it: it holds a password.</returns>
    internal static (PostgresAddress? Address, string? Error) Read(string written, TimeProvider time)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(written);
            return string.IsNullOrEmpty(builder.Host)
                ? (null, "The option database has no Host; it is written as Host=…;Database=…;Username=…;Password=….")
                : (new PostgresAddress(builder, time), null);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            return (null, "The option database is no connection string; it is written as Host=…;Database=…;Username=…;Password=….");
        }
    }

    internal PostgresSession OpenReader() => Open(SecondsToRead, ReaderSettings);

    /// <summary>For reads that count rows, or look at each.</summary>
    /// <param name="isWhole">Whether each statement takes as long as it takes; otherwise a minute.</param>
    internal PostgresSession OpenExaminer(bool isWhole) => Open(isWhole ? 0 : SecondsToExamine, ReaderSettings);

    internal PostgresSession OpenWriter() => Open(SecondsToWrite, WriterSettings);

    /// <summary>For a start: a step of the schema takes as long as a large table needs, or an upgrade of a large installation would never end.</summary>
    internal PostgresSession OpenUpgrader() => Open(0, WriterSettings);

    /// <summary>A writing connection to a database that must be what it was at the start, and durable as far as its settings go.</summary>
    /// <exception cref="StorageException">It is not.</exception>
    internal PostgresSession OpenVerifiedWriter()
    {
        var session = OpenWriter();
        try
        {
            // After a failover an address may lead to a standby, which takes all but the writing itself.
            if (PostgresGuarantee.Refusal(session) is { } refusal) throw Rested($"The database {Shown} {refusal}");
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

    private PostgresSession Open(int seconds, string settings)
    {
        if (Volatile.Read(ref _refusal) is { } last && _time.GetElapsedTime(last.At) < s_rest) throw new StorageException(last.Reason, null);
        try
        {
            return PostgresSession.Open(With(seconds), settings);
        }
        catch (Exception error) when (PostgresErrors.IsStorage(error))
        {
            Rested("The database does not answer: " + error.Message);
            throw;
        }
    }

    private StorageException Rested(string reason)
    {
        Volatile.Write(ref _refusal, new Refusal(_time.GetTimestamp(), reason));
        return new StorageException(reason, null);
    }

    // Connections are kept here with their prepared statements, so the pool would only be in the way.
    private string With(int seconds) => new NpgsqlConnectionStringBuilder(_written.ConnectionString)
    {
        Pooling = false,
        Timeout = SecondsToConnect,
        CommandTimeout = seconds,
        TcpKeepAlive = true,
        TcpKeepAliveTime = IsRemote ? SecondsUntilProbe : 0,
        TcpKeepAliveInterval = IsRemote ? SecondsBetweenProbes : 0,
        IncludeErrorDetail = false,   // details quote values
        Enlist = false,
        // Of several hosts the one that takes writes: reads must see them too. With one host the driver refuses the word.
        TargetSessionAttributes = _written.TargetSessionAttributes ?? ((_written.Host ?? "").Contains(',', StringComparison.Ordinal) ? "primary" : null),
    }.ConnectionString;

    private sealed record Refusal(long At, string Reason);
}
