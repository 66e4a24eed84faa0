using System.Reflection;
using Guidon.Storage.Stores;

namespace Guidon.Storage.Sqlite;

/// <summary>Brings a database to this build's version. Forward only.</summary>
internal static class SqliteSchema
{
    /// <summary>All steps, oldest first.</summary>
    internal static IReadOnlyList<Migration> All { get; } = Migration.Load(Assembly.GetExecutingAssembly());

    /// <summary>The version that this build reads and writes.</summary>
    internal static int Newest => All[^1].Version;

    /// <summary>The version of a database; 0 for an empty one. Changes nothing.</summary>
    internal static int Version(SqliteSession session)
    {
        var isOurs = session.Scalar("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'") == 1;
        return isOurs ? (int)session.Scalar("SELECT COALESCE(MAX(version), 0) FROM schema_version") : 0;
    }

    /// <summary>Applies the missing steps in one transaction: a start that fails half-way has changed nothing.</summary>
    internal static void Migrate(SqliteSession session, TimeProvider time)
    {
        var version = Version(session);
        if (version == Newest) return;
        session.Execute("BEGIN IMMEDIATE");
        session.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
        foreach (var step in All.Where(step => step.Version > version))
        {
            session.Execute(step.Sql);
            step.Note(session, time.GetUtcNow());
        }

        session.Execute("COMMIT");
    }
}
