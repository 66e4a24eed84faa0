using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Transfers;

/// <summary>Whatever a project is like: imported into an empty organisation and exported again it is the same, and once more on another server.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    private const int Projects = 15;

    private static readonly string[] s_texts = ["abc", "\u00e4 \u00f6", "\"quoted\"", "\u65e5\u672c", "a,b", "<b>", "\\", "line\nbreak", "\U0001F600"];

    [Fact]
    public async Task Export_gives_back_what_import_was_given()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var one = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Bootstrap__SampleProject"] = "false" } });
        await using var two = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Bootstrap__SampleProject"] = "false" } });
        for (var at = 0; at < Projects; at++)
        {
            var wanted = Some(random, at);
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

    private static ProjectFile Some(Random random, int at)
    {
        string Text() => $"x{s_texts[random.Next(s_texts.Length)]}{random.Next(1_000)}";
        Guid Uuid()
        {
            Span<byte> bytes = stackalloc byte[16];
            random.NextBytes(bytes);
            return new Guid(bytes);
        }

        List<TagPart> tags = [.. Enumerable.Range(0, random.Next(3)).Select(each => new TagPart { Uuid = Uuid(), Label = $"tag {each} {Text()}", Color = "#123456", Description = Text(), IsPermanent = random.Next(2) == 0 })];
        List<FeaturePart> features = [.. Enumerable.Range(0, random.Next(1, 6)).Select(each => new FeaturePart
        {
            Uuid = Uuid(),
            Name = $"feature_{each} {Text()}".Trim(),
            Description = Text(),
            DefaultEnabled = random.Next(2) == 0,
            InitialValue = random.Next(2) == 0 ? null : Text(),
            IsArchived = random.Next(2) == 0,
            IsServerKeyOnly = random.Next(2) == 0,
            TagUuids = [.. tags.Where(_ => random.Next(2) == 0).Select(tag => tag.Uuid)],
            MultivariateOptions = [.. Enumerable.Range(0, random.Next(4)).Select(option => new VariantPart { Uuid = Uuid(), Key = random.Next(2) == 0 ? $"key-{option}" : null, Type = "unicode", StringValue = $"{option} {Text()}", DefaultPercentageAllocation = random.Next(0, 30) })],
        })];
        List<SegmentPart> segments = [.. Enumerable.Range(0, random.Next(4)).Select(each => new SegmentPart
        {
            Uuid = Uuid(),
            Name = $"segment {each} {Text()}".Trim(),
            Description = Text(),
            Feature = random.Next(4) == 0 ? features[0].Name : null,
            Rules = [new RulePart("ALL") { Rules = [new RulePart(random.Next(2) == 0 ? "ANY" : "NONE") { Conditions = [new ConditionPart("EQUAL", Text(), Text(), Text()), new ConditionPart("PERCENTAGE_SPLIT", "", "25")] }] }],
        })];
        return new ProjectFile
        {
            Project = new ProjectPart { Uuid = Uuid(), Name = $"project {at} {Text()}".Trim(), HideDisabledFlags = random.Next(2) == 0, StaleFlagsLimitDays = random.Next(1, 90), FeatureNameRegex = random.Next(2) == 0 ? null : ".*" },
            Tags = tags,
            Features = features,
            Segments = segments,
            Environments = [.. Enumerable.Range(0, random.Next(1, 4)).Select(each => new EnvironmentPart
            {
                Uuid = Uuid(),
                Name = $"environment {each} {Text()}".Trim(),
                ApiKey = $"key{Uuid():N}"[..22],
                Description = Text(),
                HideDisabledFlags = random.Next(3) switch { 0 => null, 1 => true, _ => false },
                AllowClientTraits = random.Next(2) == 0,
                BannerText = Text(),
                BannerColour = "#ffffff",
                FeatureStates = [.. features.SelectMany(feature => States(feature))],
            })],
        };

        IEnumerable<StatePart> States(FeaturePart feature)
        {
            yield return State(feature);
            var priority = 0;
            foreach (var segment in segments.Where(each => (each.Feature is null || each.Feature == feature.Name) && random.Next(2) == 0)) yield return State(feature) with { Segment = segment.Uuid, Priority = priority++ };
            if (random.Next(2) == 0) yield return State(feature) with { Identity = $"identity {Text()}" };
        }

        StatePart State(FeaturePart feature) => new()
        {
            Uuid = Uuid(),
            Feature = feature.Name,
            Enabled = random.Next(2) == 0,
            FeatureStateValue = random.Next(4) switch { 0 => JsonElement.Parse("null"), 1 => JsonElement.Parse("42"), 2 => JsonElement.Parse("true"), _ => JsonSerializer.SerializeToElement(Text()) },
            MultivariateFeatureStateValues = [.. feature.MultivariateOptions.Select((_, option) => new SharePart(option, random.Next(0, 30)))],
        };
    }
}
