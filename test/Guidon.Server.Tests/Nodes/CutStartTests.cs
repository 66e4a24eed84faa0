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
        await using var link = new CutLink(PostgresCluster.Shared.Folder, isForGood: true, isAnswerLost: false, text);
        var way = database.Replace(PostgresCluster.Shared.Folder, link.Folder, StringComparison.Ordinal);

        var (code, output, errors) = await GuidonProcess.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", folder, "--database", way]);

        Assert.True(link.IsCut, output + errors);
        Assert.Equal(1, code);
        Assert.StartsWith("guidon: The ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Database = database, Folder = folder });
        await server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", server.ClientKey);
    }

    [Theory]
    [InlineData(false, "CREATE TABLE organisation")]
    [InlineData(false, "INSERT INTO installation")]
    [InlineData(false, "INSERT INTO organisation")]
    [InlineData(true, "INSERT INTO organisation", "COMMIT")]   // done, and nobody was told: the keys that are printed must be the ones that are stored
    public async Task A_start_of_which_one_connection_breaks_goes_on_by_itself_and_prints_its_keys(bool isAnswerLost, params string[] texts)
    {
        var database = PostgresCluster.Shared.CreateDatabase();
        await using var link = new CutLink(PostgresCluster.Shared.Folder, isForGood: false, isAnswerLost, texts);

        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Database = database.Replace(PostgresCluster.Shared.Folder, link.Folder, StringComparison.Ordinal) });

        Assert.True(link.IsCut, server.Output);
        await server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", server.ClientKey);
        await server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", server.ServerKey);
    }
}
