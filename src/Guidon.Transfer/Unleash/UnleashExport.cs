using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Unleash;

/// <summary>
/// An export of Unleash's features. Its segments have no rules; put the answer of <c>/api/admin/segments</c> in their place and they have. A
/// strategy for everybody is the environment's default, others are segment overrides in their order.
/// </summary>
internal static class UnleashExport
{
    internal static Conversion Convert(JsonElement source, string project)
    {
        var log = new LossLog();
        var root = new SourceObject(source, "", log);
        var segments = root.Items("segments").Select(Segment).DistinctBy(each => each.Id).ToDictionary(each => each.Id, each => each.Rules);
        var strategies = root.Items("featureStrategies").Select(each => UnleashStrategy.Read(each, segments)).ToLookup(each => (each.Environment, each.Feature));
        var places = root.Items("featureEnvironments").Select(Place).ToList();
        var tags = Tags(root);
        var features = root.Items("features").Select(each => Feature(each, tags, places, strategies)).ToList();
        Dictionary<string, EnvironmentPart> environments = [];
        List<SegmentPart> own = [];
        foreach (var place in places)
        {
            var environment = environments.GetValueOrDefault(place.Environment) ?? new EnvironmentPart { Uuid = SourceUuid.Of("unleash", "environment", project, place.Environment), Name = place.Environment };
            if (features.Find(each => each.Name == place.Feature) is { } feature)
                environment = environment with { FeatureStates = [.. environment.FeatureStates, .. UnleashStates.Of(place, feature, [.. strategies[(place.Environment, place.Feature)].OrderBy(each => each.Order)], own)] };
            environments[place.Environment] = environment;
        }

        root.Lose("dependencies", "Flags that depend on others do not exist here.");
        root.Lose("links", "Links of flags are not carried.");
        root.Lose("contextFields", "Traits need no declaration here.");
        root.Lose("tagTypes", "Tags have no types here; a tag is called type:value.");
        root.Close();
        var file = new ProjectFile
        {
            Project = new ProjectPart { Uuid = SourceUuid.Of("unleash", "project", project), Name = project, OnlyAllowLowerCaseFeatureNames = false },
            Tags = [.. tags.Values.SelectMany(each => each).DistinctBy(each => each.Uuid)],
            Segments = own,
            Features = features,
            Environments = [.. environments.Values],
        };
        return new Conversion([file], log.Losses);
    }

    private static (string Id, IReadOnlyList<RulePart>? Rules) Segment(SourceObject source)
    {
        var id = source.NeededText("id");
        source.Ignore("name", "createdBy", "createdAt", "project", "usedInProjects", "usedInFeatures");
        source.Lose("description", "The rules of a segment become part of the strategies that use it.");
        if (source.Any("constraints") is null)
        {
            source.Close();
            source.Lose("The export has no rules of segments; put the answer of /api/admin/segments in their place.");
            return (id, null);
        }

        var rules = source.Items("constraints").Select(UnleashConstraints.Read).ToList();
        source.Close();
        return (id, rules.Contains(null) ? null : [.. rules.OfType<RulePart>()]);
    }

    private static UnleashPlace Place(SourceObject source)
    {
        var place = new UnleashPlace(source.NeededText("featureName"), source.NeededText("environment"), source.Flag("enabled"), [.. source.Items("variants").Select(UnleashVariant.Read)], source);
        source.Ignore("id", "lastSeenAt", "type", "sortOrder", "hasStrategies", "hasEnabledStrategies", "name");
        source.Close();
        return place;
    }

    private static Dictionary<string, List<TagPart>> Tags(SourceObject root)
    {
        Dictionary<string, List<TagPart>> tags = new(StringComparer.Ordinal);
        foreach (var source in root.Items("featureTags"))
        {
            var (feature, label) = (source.NeededText("featureName"), $"{source.Text("tagType") ?? source.Text("type") ?? "simple"}:{source.Text("tagValue") ?? source.NeededText("value")}");
            source.Ignore("tagType", "type", "tagValue", "value", "createdAt", "createdByUserId");
            source.Close();
            Add(tags, feature, label);
        }

        foreach (var source in root.Items("features").Where(each => each.Text("type") is { Length: > 0 })) Add(tags, source.NeededText("name"), $"type:{source.Text("type")}");
        return tags;
    }

    private static void Add(Dictionary<string, List<TagPart>> tags, string feature, string label)
    {
        if (!tags.TryGetValue(feature, out var list)) tags.Add(feature, list = []);
        list.Add(new TagPart { Uuid = SourceUuid.Of("unleash", "tag", label), Label = label });
    }

    private static FeaturePart Feature(SourceObject source, Dictionary<string, List<TagPart>> tags, List<UnleashPlace> places, ILookup<(string Environment, string Feature), UnleashStrategy> strategies)
    {
        var name = source.NeededText("name");
        var variants = places.Where(each => each.Feature == name).SelectMany(each => each.Variants.Concat(strategies[(each.Environment, name)].Where(strategy => strategy.IsCarried).SelectMany(strategy => strategy.Variants))).DistinctBy(each => each.Name).ToList();
        var part = new FeaturePart
        {
            Uuid = SourceUuid.Of("unleash", "feature", name),
            Name = name,
            Description = source.Text("description"),
            IsArchived = source.Flag("archived") | source.Any("archivedAt") is not null,
            TagUuids = [.. (tags.GetValueOrDefault(name) ?? []).Select(each => each.Uuid).Distinct()],
            MultivariateOptions = [.. variants.Select((each, at) => SourceValue.Variant(each.Value, Key(each.Name, at), 0, SourceUuid.Of("unleash", "variant", name, each.Name)))],
        };
        source.Lose("impressionData", "Evaluations are events here anyway.");
        source.Ignore("type", "project", "stale", "createdAt", "lastSeenAt", "createdByUserId", "variants", "archivedAt", "favorite", "potentiallyStale");
        source.Close();
        return part;
    }

    // Keys have only letters, digits, hyphens and underscores, and never say "control".
    private static string Key(string name, int at) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') && !name.Equals("control", StringComparison.OrdinalIgnoreCase) ? name
        : string.Create(CultureInfo.InvariantCulture, $"variant-{at}");
}
