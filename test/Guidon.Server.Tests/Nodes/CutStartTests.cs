using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Nodes;

/// <summary>A database that goes away in the middle of the very first start.</summary>
[Trait("Category", "External")]
public sealed class CutStartTests
{
    [Theory]
    [InlineData("CREATE TABLE organisation")]   // the schema
    [InlineData("INSERT INTO installation")]
    [InlineData("INSERT INTO organisation")]    // the first rows
    public async Task A_start_that_loses_its_database_says_so_in_one_line_and_the_next_one_begins_again(string text)
    {
        var (database, folder) = (PostgresCluster.Shared.CreateDatabase(), Directory.CreateTempSubdirectory("guidon-test-").FullName);
        await using var link = new CutLink(PostgresCluster.Shared.Folder, text);
        var way = database.Replace(PostgresCluster.Shared.Folder, link.Folder, StringComparison.Ordinal);

        var (code, output, errors) = await GuidonProcess.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", folder, "--database", way]);

        Assert.True(link.IsCut, output + errors);
        Assert.Equal(1, code);
        Assert.StartsWith("guidon: The ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Database = database, Folder = folder });
        await server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", server.ClientKey);
    }
}
