using System.Reflection;
using Guidon.Storage.Stores;

namespace Guidon.Storage.Postgres;

/// <summary>Brings a database to this build's version. Forward only.</summary>
internal static class PostgresSchema
{
    /// <summary>All steps, oldest first.</summary>
    internal static IReadOnlyList<Migration> All { get; } = Migration.Load(Assembly.GetExecutingAssembly());

    /// <summary>The version that this build reads and writes.</summary>
    internal static int Newest => All[^1].Version;

    /// <summary>The version of a database; 0 for an empty one. Changes nothing.</summary>
    internal static int Version(PostgresSession session)
    {
        var isOurs = session.Scalar("SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'") == 1;
        return isOurs ? (int)session.Scalar("SELECT COALESCE(MAX(version), 0) FROM schema_version") : 0;
    }

    /// <summary>
    /// Applies the missing steps in one transaction, alone: of two nodes that start at once one does it, and a start that fails half-way
    /// has changed nothing.
    /// </summary>
    /// <returns>Whether anything was missing.</returns>
    internal static bool Migrate(PostgresSession session, TimeProvider time)
    {
        if (Version(session) >= Newest) return false;
        session.Begin();
        var version = Version(session);
        session.Run("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)");
        foreach (var step in All.Where(step => step.Version > version))
        {
            session.Run(step.Sql);
            step.Note(session, time.GetUtcNow());
        }

        session.Commit();
        return version < Newest;
    }
}
