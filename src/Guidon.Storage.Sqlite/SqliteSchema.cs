namespace Guidon.Storage.Sqlite;

/// <summary>Brings a database to this build's version. Forward only.</summary>
internal static class SqliteSchema
{
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
        if (version == SqliteMigration.Newest) return;
        session.Execute("BEGIN IMMEDIATE");
        session.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
        foreach (var step in SqliteMigration.All.Where(step => step.Version > version))
        {
            session.Execute(step.Sql);
            session.Command("INSERT INTO schema_version (version, applied_at) VALUES (@version, @now)")
                .With("@version", step.Version)
                .With("@now", SqliteTime.ToMicroseconds(time.GetUtcNow()))
                .ExecuteNonQuery();
        }

        session.Execute("COMMIT");
    }
}
