using System.Data;
using System.Data.Common;

namespace Guidon.Storage.Stores;

/// <summary>
/// A prepared command whose named parameters are set again and again. Parameters have the type of what they are declared for, also when
/// they are NULL: PostgreSQL wants to know it, SQLite does not mind.
/// </summary>
/// <param name="command">Belongs to one connection.</param>
/// <param name="prepares">Whether the engine gains from preparing, which it can once every parameter is there.</param>
/// <param name="takesNul">Whether the engine's texts may hold U+0000. Where not, U+FFFD stands for it, as in every decoder.</param>
internal sealed class StoreCommand(DbCommand command, bool prepares, bool takesNul) : IDisposable
{
    private bool _isPrepared = !prepares;

    /// <param name="name">With its <c>@</c>.</param>
    /// <param name="value"><see langword="null"/> is NULL.</param>
    internal StoreCommand With(string name, long? value) => Set(name, DbType.Int64, value);

    /// <inheritdoc cref="With(string, long?)"/>
    internal StoreCommand With(string name, int? value) => Set(name, DbType.Int32, value);

    /// <inheritdoc cref="With(string, long?)"/>
    internal StoreCommand With(string name, bool value) => Set(name, DbType.Boolean, value);

    /// <inheritdoc cref="With(string, long?)"/>
    internal StoreCommand With(string name, byte[]? value) => Set(name, DbType.Binary, value);

    /// <inheritdoc cref="With(string, long?)"/>
    internal StoreCommand With(string name, string? value) =>
        Set(name, DbType.String, takesNul ? value : value?.Replace('\0', '\uFFFD'));

    internal int ExecuteNonQuery() => Ready().ExecuteNonQuery();

    /// <returns>Whole numbers as <see cref="long"/>; <see langword="null"/> for no row and for NULL.</returns>
    internal object? ExecuteScalar() => Ready().ExecuteScalar() is { } value and not DBNull ? value : null;

    internal DbDataReader ExecuteReader() => Ready().ExecuteReader();

    /// <summary>For what only one engine has.</summary>
    internal DbCommand Inner => command;

    public void Dispose() => command.Dispose();

    private StoreCommand Set(string name, DbType type, object? value)
    {
        var position = command.Parameters.IndexOf(name);
        if (position >= 0)
        {
            command.Parameters[position].Value = value ?? DBNull.Value;
            return this;
        }

        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, type, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
        return this;
    }

    private DbCommand Ready()
    {
        if (_isPrepared) return command;
        command.Prepare();
        _isPrepared = true;
        return command;
    }
}
