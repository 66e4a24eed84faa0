using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Guidon.Storage.Sqlite;

/// <summary>Tells errors of one statement from errors of the database as a whole.</summary>
internal static class SqliteErrors
{
    /// <summary>
    /// True when the disk or the file failed: nothing of the group may be acknowledged, and the connection is not to be trusted.
    /// Source: sqlite.org/rescode.html and sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction".
    /// </summary>
    internal static bool IsFatal(Exception error) => error is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_NOMEM
            or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PROTOCOL
    };

    /// <summary>True when the database itself failed, and not the work that used it.</summary>
    internal static bool IsStorage(Exception error) => error is SqliteException or StorageException or IOException;
}
