using Guidon.Doubles;
using Guidon.Server.Access;
using Guidon.Server.Start;
using Guidon.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Processes;

/// <summary>The database of a server, as somebody with a client of it sees it, whatever its engine.</summary>
public static class StoredRows
{
    /// <summary>The stores of a server that was stopped, and its key.</summary>
    internal static Task<(IStorage Storage, InstallationSecret Secret)> OpenAsync(GuidonProcess stopped) => stopped.Database is { } database
        ? DataFolder.OpenSharedAsync(stopped.Folder, database, TimeProvider.System, NullLoggerFactory.Instance, default)
        : Task.FromResult(DataFolder.Open(stopped.Folder, TimeProvider.System, NullLoggerFactory.Instance));

    /// <summary>Runs statements and gives the first column of the last one's rows, as texts.</summary>
    public static async Task<string[]> SqlAsync(this GuidonProcess server, string sql)
    {
        if (server.Database is { } database)
            return PostgresCluster.Shared.Run(sql, database.Split(';').Single(part => part.StartsWith("Database=", StringComparison.Ordinal))["Database=".Length..]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "guidon.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await rows.ReadAsync()) found.Add(rows.GetValue(0).ToString() ?? "");
        return [.. found];
    }
}
