using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>Tells errors of one statement from errors of the database or the way to it.</summary>
internal static class PostgresErrors
{
    // Source: postgresql.org/docs/15/errcodes-appendix.html. Classes: 08 connection, 53 resources, 57P shutdown, 58 system, XX internal;
    // 25006 the server is, or has become, a standby, 25P03 the transaction was taken away, 55P03 the turn to write did not come.
    private static readonly string[] s_fatal = ["08", "53", "57P", "58", "XX", "25006", "25P03", "55P03"];

    /// <summary>True when nothing of a transaction may be acknowledged and the connection is not to be trusted.</summary>
    internal static bool IsFatal(Exception error) => Innermost(error) switch
    {
        PostgresException refused => s_fatal.Any(code => refused.SqlState.StartsWith(code, StringComparison.Ordinal)) || refused.Severity is "FATAL" or "PANIC",
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>True when the database itself failed, and not the work that used it.</summary>
    internal static bool IsStorage(Exception error) => error is NpgsqlException or StorageException or IOException or TimeoutException || IsFatal(error);

    /// <summary>True when the server's volume is full.</summary>
    internal static bool IsFull(Exception error) => Innermost(error) is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    // EF Core puts its own exceptions around the driver's.
    private static NpgsqlException? Innermost(Exception error)
    {
        NpgsqlException? found = null;
        for (Exception? each = error; each is not null; each = each.InnerException) found = each as NpgsqlException ?? found;
        return found;
    }
}
