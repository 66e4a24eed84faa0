using Guidon.Doubles;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests.Processes;

/// <summary>The database of a server, as somebody with a client of it sees it, whatever its engine.</summary>
public static class StoredRows
{
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
