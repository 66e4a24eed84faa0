using System.Text.Json;
using Guidon.Contracts.Transfer;

namespace Guidon.Server.Tests.Transfers;

/// <summary>Projects of any shape, from a seed.</summary>
internal sealed class SomeProject(Random random)
{
    private static readonly string[] s_texts = ["abc", "\u00e4 \u00f6", "\"quoted\"", "\u65e5\u672c", "a,b", "<b>", "\\", "line\nbreak", "\U0001F600"];

    internal ProjectFile Next(int number)
    {
        List<TagPart> tags = [.. Enumerable.Range(0, random.Next(3)).Select(at => new TagPart { Uuid = Uuid(), Label = $"tag {at} {Text()}", Color = "#123456", Description = Text(), IsPermanent = Flag() })];
        List<FeaturePart> features = [.. Enumerable.Range(0, random.Next(1, 6)).Select(at => Feature(at, tags))];
        List<SegmentPart> segments = [.. Enumerable.Range(0, random.Next(4)).Select(at => Segment(at, features[0].Name))];
        return new ProjectFile
        {
            Project = new ProjectPart { Uuid = Uuid(), Name = $"project {number} {Text()}", HideDisabledFlags = Flag(), StaleFlagsLimitDays = random.Next(1, 90), FeatureNameRegex = Flag() ? null : ".*" },
            Tags = tags,
            Features = features,
            Segments = segments,
            Environments = [.. Enumerable.Range(0, random.Next(1, 4)).Select(at => Place(at, features, segments))],
        };
    }

    private FeaturePart Feature(int at, List<TagPart> tags) => new()
    {
        Uuid = Uuid(),
        Name = $"feature_{at} {Text()}",
        Description = Text(),
        DefaultEnabled = Flag(),
        InitialValue = Flag() ? null : Text(),
        IsArchived = Flag(),
        IsServerKeyOnly = Flag(),
        TagUuids = [.. tags.Where(_ => Flag()).Select(tag => tag.Uuid)],
        ExternalResources = [.. Enumerable.Range(1, random.Next(3)).Select(number => new LinkPart("GITLAB_MR", $"https://gitlab.example/a/b/-/merge_requests/{number}", Flag() ? null : JsonElement.Parse("""{"title":"x"}""")))],
        MultivariateOptions = [.. Enumerable.Range(0, random.Next(4)).Select(option => new VariantPart { Uuid = Uuid(), Key = Flag() ? $"key-{option}" : null, Type = "unicode", StringValue = $"{option} {Text()}", DefaultPercentageAllocation = random.Next(0, 30) })],
    };

    private SegmentPart Segment(int at, string feature) => new()
    {
        Uuid = Uuid(),
        Name = $"segment {at} {Text()}",
        Description = Text(),
        Feature = random.Next(4) == 0 ? feature : null,
        Rules = [new RulePart("ALL") { Rules = [new RulePart(Flag() ? "ANY" : "NONE") { Conditions = [new ConditionPart("EQUAL", Text(), Text(), Text()), new ConditionPart("PERCENTAGE_SPLIT", "", "25")] }] }],
    };

    private EnvironmentPart Place(int at, List<FeaturePart> features, List<SegmentPart> segments) => new()
    {
        Uuid = Uuid(),
        Name = $"environment {at} {Text()}",
        ApiKey = $"key{Uuid():N}"[..22],
        Description = Text(),
        HideDisabledFlags = random.Next(3) switch { 0 => null, 1 => true, _ => false },
        AllowClientTraits = Flag(),
        BannerText = Text(),
        BannerColour = "#ffffff",
        FeatureStates = [.. features.SelectMany(feature => States(feature, segments))],
    };

    private IEnumerable<StatePart> States(FeaturePart feature, List<SegmentPart> segments)
    {
        yield return State(feature);
        var priority = 0;
        foreach (var segment in segments.Where(each => (each.Feature is null || each.Feature == feature.Name) && Flag())) yield return State(feature) with { Segment = segment.Uuid, Priority = priority++ };
        if (Flag()) yield return State(feature) with { Identity = $"identity {Text()}" };
    }

    private StatePart State(FeaturePart feature) => new()
    {
        Uuid = Uuid(),
        Feature = feature.Name,
        Enabled = Flag(),
        FeatureStateValue = random.Next(4) switch { 0 => JsonElement.Parse("null"), 1 => JsonElement.Parse("42"), 2 => JsonElement.Parse("true"), _ => JsonSerializer.SerializeToElement(Text()) },
        MultivariateFeatureStateValues = [.. feature.MultivariateOptions.Select((_, option) => new SharePart(option, random.Next(0, 30)))],
    };

    private string Text() => $"x{s_texts[random.Next(s_texts.Length)]}{random.Next(1_000)}";

    private bool Flag() => random.Next(2) == 0;

    private Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
