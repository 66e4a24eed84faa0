using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests.Processes;

/// <summary>Somebody else holds the store: nothing can be written until it is disposed.</summary>
public static class StoreLock
{
    public static SqliteConnection Take(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }
}
