using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Guidon.Server.Access;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests.Processes;

/// <summary>
/// Makes environments of any shape by writing rows into the data folder of a stopped server, as publishing would: requests are answered
/// from these rows alone, so every switch of the protocol can be set, whether or not an endpoint exists that sets it.
/// </summary>
public static class PreparedInstallation
{
    private const string InsertEnvironment =
        """
        INSERT INTO environment (id, uuid, project_id, name, api_key, created_at, updated_at, allow_client_traits, hide_sensitive_data,
          hide_disabled_flags, use_identity_composite_key_for_hashing, use_identity_overrides_in_local_eval)
        SELECT NULL, @uuid, project_id, @name, @key, created_at, updated_at, allow_client_traits, hide_sensitive_data,
          hide_disabled_flags, use_identity_composite_key_for_hashing, use_identity_overrides_in_local_eval
        FROM environment WHERE id = 1
        RETURNING id
        """;

    private const string InsertDocument =
        "INSERT INTO environment_document SELECT @id, @document, features, published_at FROM environment_document WHERE environment_id = 1";

    private const string InsertKey =
        """
        INSERT INTO server_key (environment_id, name, key_hash, last_four, active, created_at, expires_at)
        VALUES (@id, @name, @hash, 'xxxx', @active, 0, @expires)
        """;

    // 2020-01-01, in microseconds.
    private const long LongAgo = 1_577_836_800_000_000;

    /// <summary>Starts a new server with the sample project and these environments.</summary>
    public static async Task<GuidonProcess> StartAsync(IEnumerable<PreparedEnvironment> environments)
    {
        await using var first = await GuidonProcess.StartAsync();
        await first.StopAsync();
        await WriteAsync(first.Folder, environments);
        return await GuidonProcess.StartAsync(ServerSettings.Again(first));
    }

    /// <summary>Starts a new server with the sample project and, beside it, another organisation with a project and an environment of its own.</summary>
    public static async Task<GuidonProcess> StartWithNeighbourAsync(ServerSettings? settings = null)
    {
        await using var first = await GuidonProcess.StartAsync(settings);
        await first.StopAsync();
        await Neighbour.MoveInAsync(first);
        return await GuidonProcess.StartAsync(ServerSettings.Again(first) with { Variables = settings?.Variables ?? new Dictionary<string, string>() });
    }

    private static InstallationSecret Secret(string folder) =>
        InstallationSecret.Open(folder, isNew: false).Secret ?? throw new InvalidOperationException("no installation secret");

    private static async Task<SqliteConnection> OpenAsync(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task WriteAsync(string folder, IEnumerable<PreparedEnvironment> environments)
    {
        var secret = Secret(folder);
        await using var connection = await OpenAsync(folder);
        await using var transaction = connection.BeginTransaction();
        var template = (byte[])Scalar(connection, "SELECT document FROM environment_document WHERE environment_id = 1");
        foreach (var environment in environments)
        {
            var id = (long)Scalar(connection, InsertEnvironment, ("@uuid", Guid.NewGuid().ToString()), ("@name", environment.Name), ("@key", environment.ClientKey));
            Execute(connection, InsertDocument, ("@id", id), ("@document", Document(template, environment, id)));
            AddKey(environment.ServerKey, 1, DBNull.Value);
            AddKey(environment.InactiveKey, 0, DBNull.Value);
            AddKey(environment.ExpiredKey, 1, LongAgo);

            void AddKey(string key, int active, object expires) =>
                Execute(connection, InsertKey, ("@id", id), ("@name", key), ("@hash", secret.Hash(key)), ("@active", active), ("@expires", expires));
        }

        await transaction.CommitAsync();
    }

    private static byte[] Document(byte[] template, PreparedEnvironment environment, long id)
    {
        var document = JsonNode.Parse(template)!.AsObject();
        document["id"] = id;
        document["api_key"] = environment.ClientKey;
        document["name"] = environment.Name;
        environment.Change(document);
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static void Execute(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    private static object Scalar(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"nothing came of {sql}"));
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
