using Guidon.Storage;
using Guidon.Storage.Postgres;
using Guidon.Storage.Sqlite;

namespace Guidon.Server.Tests.Processes;

/// <summary>The stored data of a server that does not run, as <c>guidon doctor</c> examines it: without changing anything.</summary>
internal static class EndedServer
{
    /// <summary>Fails with one line for each finding.</summary>
    /// <param name="ended">The server.</param>
    /// <param name="database">Where its database is reached now; null for the file in its folder.</param>
    internal static void ExpectWholeData(this GuidonProcess ended, string? database)
    {
        var (findings, refusal) = database is null ? SqliteStorage.Examine(ended.Folder) : PostgresExamination.Examine(database, TimeProvider.System);
        Assert.Null(refusal);
        string[] lines = [.. findings.Where(finding => finding.Code != "not_durable").Select(finding => $"{finding.Code}: {finding.Text}")];
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }
}
