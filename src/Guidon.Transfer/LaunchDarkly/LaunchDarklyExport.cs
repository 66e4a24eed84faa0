using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.LaunchDarkly;

/// <summary>
/// Answers of LaunchDarkly's API (version 20240415) in one file: <c>{"environments": …, "flags": …, "segments": {environment: …}}</c>, of which only
/// flags must be there, or the answer of <c>/flags/{project}</c> alone.
/// </summary>
internal static class LaunchDarklyExport
{
    internal const string ImportedTag = "Imported";
    private const string ImportedColor = "#3d4db6";

    internal static Conversion Convert(JsonElement source, string project)
    {
        var log = new LossLog();
        var root = new SourceObject(source, "", log);
        var answer = root.Object("flags") ?? root;
        var flags = answer.Items("items").ToList();
        List<TagPart> tags = [.. flags.SelectMany(each => each.Texts("tags")).Append(ImportedTag).Distinct(StringComparer.Ordinal)
            .Select(label => new TagPart { Uuid = SourceUuid.Of("launchdarkly", "tag", label), Label = label, Color = label == ImportedTag ? ImportedColor : null })];
        var read = flags.ConvertAll(each => new LaunchDarklyFlag(each, tags.ToDictionary(tag => tag.Label, tag => tag.Uuid)));
        var names = LaunchDarklyEnvironments.Names(root.Object("environments"));
        var environments = names.Keys.ToDictionary(key => key, _ => new List<StatePart>());
        List<SegmentPart> segments = [.. (root.Object("segments")?.Members() ?? []).SelectMany(each => LaunchDarklySegments.Read(each.Name, each.Value))];
        var known = segments.ToDictionary(each => each.Uuid);
        foreach (var flag in read) Place(flag, environments, segments, known);
        answer.Ignore("_links", "totalCount", "totalCountWithDifferences", "items");
        answer.Close();
        root.Close();
        var file = new ProjectFile
        {
            Project = new ProjectPart { Uuid = SourceUuid.Of("launchdarkly", "project", project), Name = project, OnlyAllowLowerCaseFeatureNames = false },
            Tags = tags,
            Segments = segments,
            Features = [.. read.Select(each => each.Part)],
            Environments = [.. environments.Select(each => new EnvironmentPart { Uuid = SourceUuid.Of("launchdarkly", "environment", project, each.Key), Name = names.GetValueOrDefault(each.Key, each.Key), FeatureStates = each.Value })],
        };
        return new Conversion([file], log.Losses);
    }

    private static void Place(LaunchDarklyFlag flag, Dictionary<string, List<StatePart>> environments, List<SegmentPart> segments, IReadOnlyDictionary<Guid, SegmentPart> known)
    {
        foreach (var (name, value) in flag.Source.Object("environments")?.Members() ?? [])
        {
            var (states, own) = flag.In(name, value, known);
            if (!environments.TryGetValue(name, out var all)) environments.Add(name, all = []);
            all.AddRange(states);
            segments.AddRange(own);
        }

        flag.Source.Ignore("_links", "_version", "creationDate", "includeInSnippet", "clientSideAvailability", "defaults", "_maintainer", "archivedDate", "deprecatedDate");
        flag.Source.Lose("maintainerId", "Owners go by their e-mail address here.");
        flag.Source.Lose("customProperties", "Custom fields do not exist here.");
        flag.Source.Lose("experiments", "Experiments do not exist here.");
        flag.Source.Lose("goalIds", "Experiments do not exist here.");
        flag.Source.Lose("temporary", "Nothing is done with it here.");
        flag.Source.Close();
    }
}
