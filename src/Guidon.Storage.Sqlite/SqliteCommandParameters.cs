using Microsoft.Data.Sqlite;

namespace Guidon.Storage.Sqlite;

/// <summary>Sets named parameters of a prepared command again and again.</summary>
internal static class SqliteCommandParameters
{
    /// <param name="command">The command.</param>
    /// <param name="name">With its <c>@</c>.</param>
    /// <param name="value"><see langword="null"/> is NULL.</param>
    internal static SqliteCommand With(this SqliteCommand command, string name, object? value)
    {
        var position = command.Parameters.IndexOf(name);
        if (position < 0) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        else command.Parameters[position].Value = value ?? DBNull.Value;
        return command;
    }
}
