using Guidon.Storage.Stores;
using Microsoft.Data.Sqlite;

namespace Guidon.Storage.Sqlite;

/// <summary>Looks how much can be promised: SQLite's own settings, where the file lies, what stands between, and a trial.</summary>
internal static class SqliteGuarantee
{
    /// <summary>All checks. Writes once.</summary>
    internal static StorageGuarantee Of(SqliteSession session, string folder)
    {
        var settings = OfSettings(session) is { } reason ? StorageGuarantee.Only(StoragePromise.ProcessEnd, reason) : StorageGuarantee.Full;
        return OfTrial(session).And(settings).And(OfPlace(folder)).And(OfPreload(Preloaded()));
    }

    /// <summary>As this machine has mounted the folder.</summary>
    internal static StorageGuarantee OfPlace(string folder) =>
        StoragePlace.Of(folder, OperatingSystem.IsLinux() ? File.ReadAllLines("/proc/mounts") : []);

    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    internal static string? OfSettings(SqliteSession session)
    {
        if (session.Scalar("PRAGMA synchronous") != 2) return "SQLite does not run with synchronous=FULL.";
        return session.Command("PRAGMA journal_mode").ExecuteScalar() is "wal" ? null : "SQLite does not run in WAL mode.";
    }

    /// <summary>Commits one page. SQLite checks what fsync answers; .NET's own Flush would not.</summary>
    internal static StorageGuarantee OfTrial(SqliteSession session)
    {
        try
        {
            Touch(session);
            return StorageGuarantee.Full;
        }
        catch (SqliteException error)
        {
            return StorageGuarantee.Only(StoragePromise.None, "A trial write at the start failed: " + error.Message);
        }
    }

    /// <summary>Counts in the file's <c>user_version</c>, which nobody else uses: SQLite leaves out a write that changes nothing.</summary>
    internal static void Touch(SqliteSession session) =>
        session.Execute($"PRAGMA user_version = {(session.Scalar("PRAGMA user_version") + 1) & int.MaxValue}");

    /// <summary>What SQLite finds when it looks at each page of the file.</summary>
    internal static IEnumerable<Finding> Pages(SqliteSession session)
    {
        // The full-text index keeps its outline per connection and looks for a newer one when it is read, but not when it is checked:
        // after a search and then an erasure by another connection, the check would tell of damage that is none.
        session.Scalar("SELECT COUNT(*) FROM (SELECT 1 FROM identity_text LIMIT 1)");
        using var rows = session.Command("PRAGMA quick_check").ExecuteReader();
        while (rows.Read())
        {
            if (rows.GetString(0) != "ok") yield return new Finding("damaged_file", rows.GetString(0));
        }
    }

    /// <param name="libraries">The value of <c>LD_PRELOAD</c>.</param>
    internal static StorageGuarantee OfPreload(string? libraries) =>
        libraries?.Contains("eatmydata", StringComparison.OrdinalIgnoreCase) == true
            ? StorageGuarantee.Only(StoragePromise.ProcessEnd, "LD_PRELOAD names libeatmydata, which turns fsync into nothing.")
            : StorageGuarantee.Full;

    private static string? Preloaded() => Environment.GetEnvironmentVariable("LD_PRELOAD");
}
