using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Nodes;

/// <summary>A schema that is newer than the build: additions do not concern it. That a start refuses it stands in <c>StartTests</c> and <c>PostgresOpeningTests</c>.</summary>
public class SchemaTests
{
    private const string OwnTables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'identity_text%' AND name <> 'identity_run'";

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    /// <summary>Names the tables of the installation.</summary>
    protected virtual string Tables => OwnTables;

    /// <summary>Whether another node may bring the schema further while this one runs.</summary>
    protected virtual bool HasNeighbours => false;

    [Fact]
    public async Task A_build_goes_on_with_a_schema_to_which_the_next_one_added()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var first = await GuidonProcess.StartAsync(New());
        await first.ChangeTextAsync("banner_text", "before");
        if (!HasNeighbours) await first.StopAsync();
        var tables = await first.SqlAsync(Tables);
        Assert.InRange(tables.Length, 30, 200);
        foreach (var table in tables) await first.SqlAsync($"ALTER TABLE {table} ADD COLUMN added_later INTEGER NOT NULL DEFAULT 7");
        await first.SqlAsync("CREATE TABLE of_the_next_build (id INTEGER PRIMARY KEY)");
        await using var again = HasNeighbours ? null : await GuidonProcess.StartAsync(ServerSettings.Again(first));
        var server = again ?? first;

        await server.ChangeTextAsync("banner_text", "after");
        Assert.Equal("after", (await server.ReadFlagAsync("banner_text")).Text);
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice", """[{"trait_key":"plan","trait_value":"pro"}]""");
        Assert.Equal(1, (await server.DrainAsync("webhook")).GetProperty("delivered").GetInt32());
        var project = (await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/", """{"name":"Added","organisation":1}""")).GetProperty("id");
        await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", $$"""{"name":"Added","project":{{project}}}""");
        await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/projects/{project}/features/", """{"name":"added","multivariate_options":[{"type":"unicode","string_value":"v2","default_percentage_allocation":10}]}""");
        await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/projects/{project}/segments/", """{"name":"added","rules":[{"type":"ALL","rules":[],"conditions":[]}]}""");
        Assert.Equal(1, (await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/environments/{server.ClientKey}/identities/?q=LIC")).GetProperty("count").GetInt32());
        await server.ManageAsync(HttpStatusCode.OK, "DELETE", $"api/guidon/v1/environments/{server.ClientKey}/identities/alice");
        await server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/{project}/");
        Assert.Empty(await server.FindingsAsync());
    }
}
