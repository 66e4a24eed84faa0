using System.Net;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests.Checklist;

/// <summary>Which requests leave an identity on the disk, and which leave nothing.</summary>
public sealed class StorageRows
{
    [Fact]
    [Trait("Row", "39, 42, 43, 46, 49, 50")]
    public async Task Only_what_is_not_transient_reaches_the_disk()
    {
        await using var server = await GuidonProcess.StartAsync();
        (string Method, string Path, string? Body)[] requests =
        [
            ("GET", "api/v1/identities/?identifier=kept-get", null),
            ("GET", "api/v1/identities/?identifier=kept-false&transient=false", null),
            ("GET", "api/v1/identities/?identifier=ghost-get&transient=true", null),
            ("POST", "api/v1/identities/", """{"identifier":"kept-post","traits":[{"trait_key":"kept","trait_value":1},{"trait_key":"ghost","trait_value":"secret","transient":true}]}"""),
            ("POST", "api/v1/identities/", """{"identifier":"ghost-post","transient":true,"traits":[{"trait_key":"ghost","trait_value":1}]}"""),
            ("POST", "api/v1/identities/", """{"traits":[{"trait_key":"ghost","trait_value":1}]}"""),
            ("POST", "ofrep/v1/evaluate/flags", """{"context":{"targetingKey":"ghost-ofrep","ghost":1}}"""),
            ("POST", "ofrep/v1/evaluate/flags/dark_mode", """{"context":{"targetingKey":"ghost-ofrep-one","ghost":1}}"""),
        ];
        foreach (var (method, path, body) in requests) await server.ExpectAsync(HttpStatusCode.OK, method, path, server.ClientKey, body);
        await server.StopAsync();
        Assert.Equal(["kept-false", "kept-get", "kept-post"], await ReadAsync(server.Folder, "SELECT identifier FROM identity ORDER BY identifier"));
        Assert.Equal(["kept"], await ReadAsync(server.Folder, "SELECT key FROM trait"));
    }

    private static async Task<List<string>> ReadAsync(string folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await rows.ReadAsync()) values.Add(rows.GetString(0));
        return values;
    }
}
