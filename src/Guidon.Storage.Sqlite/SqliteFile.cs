using Guidon.Storage.Audit;
using Microsoft.Data.Sqlite;
using Guidon.Storage.Stores;
using SQLitePCL;

namespace Guidon.Storage.Sqlite;

/// <summary>The one file <c>guidon.db</c> in the data folder: how it is opened, checked and migrated.</summary>
/// <param name="folder">The data folder.</param>
internal sealed class SqliteFile(string folder)
{
    /// <summary>Its name in the data folder. SQLite keeps <c>-wal</c> and <c>-shm</c> beside it.</summary>
    internal const string Name = "guidon.db";

    // WAL: readers never wait for the writer. FULL: each commit is an fsync, which is the promise. 4,000 pages (16 MiB) between
    // checkpoints instead of 1,000: four times fewer fsyncs of the main file under load. 16 MiB of page cache. secure_delete: what
    // retention or an erasure takes away is overwritten with zeros, pages on the free list included (decision 0081).
    private const string WriterPragmas =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; "
        + "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;";

    private const string ReaderPragmas = "PRAGMA query_only = ON; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;";

    internal string Folder { get; } = folder;

    internal string Path { get; } = System.IO.Path.Combine(folder, Name);

    /// <summary>Creates the database when it is missing, and brings an older one up to date. The folder is there and locked.</summary>
    /// <returns>One line for the operator when it cannot be used; <see langword="null"/> when it can.</returns>
    internal string? Prepare(TimeProvider time)
    {
        try
        {
            // Before anything writes: a newer database must stay as it is, byte by byte.
            if (File.Exists(Path) && NewerVersion() is { } newer) return newer;
            CreateForOwner();
            using var session = OpenWriter();
            SqliteSchema.Migrate(session, time);
            return null;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_NOTADB)
        {
            return $"'{Path}' is not a Guidon database.";
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            return $"The database '{Path}' cannot be opened: {error.Message}";
        }
    }

    /// <summary>Every check of <see cref="Doctor"/>. The folder is locked; the file is only read.</summary>
    internal (IReadOnlyList<Finding> Findings, string? Refusal) Examine(string folder)
    {
        try
        {
            using var session = OpenUnchanged();
            // A reader has no say in synchronous; the place is what can be looked at.
            return (Doctor.Whole(session, SqliteGuarantee.OfPlace(folder), SqliteSchema.Newest, SqliteGuarantee.Pages(session), CancellationToken.None), null);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            return ([new Finding("damaged_file", error.Message)], null);
        }
        catch (SqliteException error)
        {
            return ([], $"The database '{Path}' cannot be opened: {error.Message}");
        }
    }

    /// <summary>Reads the chain of audit records, as <see cref="Examine"/> reads the rest.</summary>
    internal (IReadOnlyList<Finding> Findings, string? Refusal) VerifyAudit(AuditChain chain)
    {
        try
        {
            using var session = OpenUnchanged();
            if (SqliteSchema.Version(session) != SqliteSchema.Newest) return ([], $"The database '{Path}' has another version than this build works with.");
            using var plane = ControlPlaneStore.Over(session);
            return (chain.Verify(plane, CancellationToken.None) is { } finding ? [new Finding("audit_altered", finding)] : [], null);
        }
        catch (SqliteException error)
        {
            return ([], $"The database '{Path}' cannot be read: {error.Message}");
        }
    }

    /// <summary>Copies the database as it is at one moment, also while a server writes to it.</summary>
    /// <returns>One line when that failed; <see langword="null"/> when the copy is on stable storage.</returns>
    internal string? CopyTo(SqliteFile target)
    {
        if (!File.Exists(Path)) return $"There is no database '{Path}'.";
        try
        {
            target.CreateForOwner();
            using var from = OpenSource();
            using var to = SqliteSession.Open(target.Path, SqliteOpenMode.ReadWrite, "PRAGMA synchronous = FULL;");
            from.Connection.BackupDatabase(to.Connection);   // all pages in one read transaction; writers go on beside it
            return null;
        }
        catch (SqliteException error)
        {
            return $"The database '{Path}' could not be copied to '{target.Path}': {error.Message}";
        }
    }

    // On a medium that cannot be written SQLite finds no place for what it keeps beside a file. Without a log the file is all there is.
    private SqliteSession OpenSource()
    {
        SqliteSession? session = null;
        try
        {
            session = OpenReader();
            _ = SqliteSchema.Version(session);
            return session;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY && !File.Exists(Path + "-wal"))
        {
            session?.Dispose();
            return SqliteSession.Open($"{new Uri(System.IO.Path.GetFullPath(Path)).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly, ReaderPragmas);
        }
    }

    internal SqliteSession OpenReader() => SqliteSession.Open(Path, SqliteOpenMode.ReadOnly, ReaderPragmas);

    internal SqliteSession OpenWriter() => SqliteSession.Open(Path, SqliteOpenMode.ReadWriteCreate, WriterPragmas);

    /// <summary>A writing connection to a database that must be there and be sound enough to promise durability.</summary>
    /// <exception cref="StorageException">It is gone, or is not what it was.</exception>
    internal SqliteSession OpenVerifiedWriter()
    {
        var session = SqliteSession.Open(Path, SqliteOpenMode.ReadWrite, WriterPragmas);
        try
        {
            if (SqliteSchema.Version(session) != SqliteSchema.Newest) throw new StorageException("The database was replaced.", null);
            if (SqliteGuarantee.OfSettings(session) is { } reason) throw new StorageException(reason, null);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // Documents and traits are for nobody else on the machine. SQLite gives its files beside this one the same mode.
    private void CreateForOwner()
    {
        if (OperatingSystem.IsWindows() || File.Exists(Path)) return;
        var owner = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        new FileStream(Path, owner).Dispose();
    }

    // Closing the last connection would move a left-over log into the file, which is the business of whoever serves from it.
    private SqliteSession OpenUnchanged()
    {
        var hasLog = File.Exists(Path + "-wal");
        var session = SqliteSession.Open(Path, SqliteOpenMode.ReadWrite, "PRAGMA query_only = ON;");
        if (hasLog) _ = raw.sqlite3_db_config(session.Connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        return session;
    }

    private string? NewerVersion()
    {
        using var session = OpenUnchanged();
        return Migration.Newer($"'{Path}'", SqliteSchema.Version(session), SqliteSchema.Newest);
    }
}
