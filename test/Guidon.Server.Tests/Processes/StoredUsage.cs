using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests.Processes;

/// <summary>What analytics left in the store of a stopped server.</summary>
public static class StoredUsage
{
    /// <summary>Evaluations by feature, of all environments and hours.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> ReadAsync(string folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT feature_name, sum(count) FROM feature_usage GROUP BY feature_name";
        await using var rows = await command.ExecuteReaderAsync();
        var usage = new Dictionary<string, long>();
        while (await rows.ReadAsync()) usage.Add(rows.GetString(0), rows.GetInt64(1));
        return usage;
    }
}
