using System.Data.Common;
using System.Globalization;

namespace Guidon.Storage.Tests;

/// <summary>
/// A database of an earlier schema with a row in every table that it has, whatever they are: nobody has to think of a table for a step to be tried with rows in it.
/// </summary>
/// <param name="connection">Open; the caller's.</param>
/// <param name="tables">Names the tables, one a row.</param>
internal sealed class FilledSchema(DbConnection connection, string tables)
{
    // Counters of rows and steps are the schema's own business.
    private static readonly string[] s_own = ["schema_version", "row_ledger", "event_log_head"];

    // What a rule of the table keeps empty in a row such as these.
    private static readonly string[] s_empty =
    [
        "feature_state.segment_id", "feature_state.identifier", "feature_state.priority", "segment.feature_id", "permission_grant.project_id", "permission_grant.environment_id",
        "permission_grant.group_id", "permission_grant.master_api_key_id", "destination.owner_project_id", "destination.owner_organisation_id", "destination.deleted_at",
        "organisation.deleted_at", "project.deleted_at", "environment.deleted_at",
    ];

    private static readonly Dictionary<string, object> s_texts = new()
    {
        ["uuid"] = "00000000-0000-4000-8000-000000000001",
        ["related_uuid"] = "00000000-0000-4000-8000-000000000001",
        ["rules"] = "[]",
        ["value"] = "\"v\"",
        ["fields"] = "[]",
        ["related_type"] = "FEATURE_STATE",
        ["identifier"] = "alice",
        ["name"] = "Name of it",
    };

    /// <summary>Writes one row into each table, which all refer to each other; the connection must not look at references meanwhile.</summary>
    internal void Fill()
    {
        foreach (var (table, columns) in Tables())
        {
            var written = columns.Where(column => !s_empty.Contains($"{table}.{column.Name}")).ToList();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the build's own tables.
            command.CommandText = $"INSERT INTO {table} ({string.Join(", ", written.Select(column => column.Name))}) VALUES ({string.Join(", ", written.Select(column => $"@{column.Name}"))}) ON CONFLICT DO NOTHING";
#pragma warning restore CA2100
            foreach (var (name, type) in written)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@{name}", Value(name, type));
                command.Parameters.Add(parameter);
            }

            command.ExecuteNonQuery();
        }
    }

    /// <summary>Every value, by table and column; values of several rows one after the other.</summary>
    internal Dictionary<string, string> Read()
    {
        var values = new Dictionary<string, string>();
        foreach (var (table, columns) in Tables())
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the build's own tables.
            command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                for (var at = 0; at < rows.FieldCount; at++)
                {
                    var key = $"{table}.{rows.GetName(at)}";
                    values[key] = values.GetValueOrDefault(key) + Text(rows.GetValue(at)) + ";";
                }
            }
        }

        return values;
    }

    private List<(string Table, List<(string Name, string Type)> Columns)> Tables() =>
        [.. Names().Where(table => !s_own.Contains(table)).Select(table => (table, Columns(table)))];

    private List<string> Names()
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own.
        command.CommandText = tables;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        List<string> names = [];
        while (rows.Read()) names.Add(rows.GetString(0));
        return names;
    }

    private List<(string Name, string Type)> Columns(string table)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the build's own tables.
        command.CommandText = $"SELECT * FROM {table} LIMIT 0";
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        return [.. Enumerable.Range(0, rows.FieldCount).Select(at => (rows.GetName(at), rows.GetDataTypeName(at).ToUpperInvariant()))];
    }

    private static object Value(string name, string type) => type switch
    {
        "BLOB" or "BYTEA" => new byte[] { 1, 2, 3 },
        "REAL" or "DOUBLE PRECISION" => 12.5,
        "BOOLEAN" => true,
        "TIMESTAMP WITH TIME ZONE" => DateTime.UnixEpoch,
        "INTEGER" or "BIGINT" when name.EndsWith("_at", StringComparison.Ordinal) => 1_700_000_000_000_000L,
        "INTEGER" or "BIGINT" => 1L,
        _ => s_texts.GetValueOrDefault(name, $"{name} of it"),
    };

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        bool truth => truth ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
