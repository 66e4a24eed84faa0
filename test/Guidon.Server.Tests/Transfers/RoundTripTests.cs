using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Transfers;

/// <summary>Whatever a project is like: imported into an empty organisation and exported again it is the same, and once more on another server.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    private const int Projects = 15;

    [Fact]
    public async Task Export_gives_back_what_import_was_given()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var some = new SomeProject(new Random(seed));
        await using var one = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Bootstrap__SampleProject"] = "false" } });
        await using var two = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Bootstrap__SampleProject"] = "false" } });
        for (var at = 0; at < Projects; at++)
        {
            var wanted = some.Next(at);
            var first = await one.ImportAsync(JsonSerializer.Serialize(wanted, TransferJson.Default.ProjectFile));
            Assert.Empty(first.GetProperty("losses").EnumerateArray());
            var exported = await one.ExportAsync(first.GetProperty("project").GetInt32());
            Assert.Equal(Content(wanted), Content(exported.Deserialize(TransferJson.Default.ProjectFile)!));
            var second = await two.ImportAsync(exported.ToJsonString());
            Assert.Equal(ProjectFiles.Comparable(exported), ProjectFiles.Comparable(await two.ExportAsync(second.GetProperty("project").GetInt32())));
        }
    }

    // The file without what the server decides: seeds and states that were not named.
    private static string Content(ProjectFile file) => JsonSerializer.Serialize(
        file with
        {
            ExportedAt = null,
            Segments = [.. file.Segments.Select(each => each with { HashSeed = null })],
            Environments = [.. file.Environments.Select(each => each with { FeatureStates = [.. each.FeatureStates.Select(state => state with { HashSeed = null })] })],
        },
        TransferJson.Default.ProjectFile);
}
