using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.LaunchDarkly;

/// <summary>Segments, which LaunchDarkly has per environment.</summary>
internal static class LaunchDarklySegments
{
    internal static IEnumerable<SegmentPart> Read(string environment, SourceObject answer)
    {
        var segments = answer.Items("items").Select(each => Segment(environment, each)).OfType<SegmentPart>().ToList();
        answer.Ignore("_links", "totalCount");
        answer.Close();
        return segments;
    }

    internal static Guid UuidOf(string environment, string key) => SourceUuid.Of("launchdarkly", "segment", environment, key);

    private static SegmentPart? Segment(string environment, SourceObject source)
    {
        var (key, isBig) = (source.NeededText("key"), source.Flag("unbounded"));
        var (included, excluded) = (source.Values("included"), source.Values("excluded"));
        var rules = source.Items("rules").Select(Rule).ToList();
        var description = source.Text("description");
        source.Lose("tags", "Segments have no tags here.");
        source.Lose("includedContexts", "Contexts other than users do not exist here.");
        source.Lose("excludedContexts", "Contexts other than users do not exist here.");
        source.Ignore("name", "_links", "creationDate", "lastModifiedDate", "version", "generation", "deleted", "_access", "_flags", "_unboundedMetadata", "unboundedContextKind", "_importInProgress");
        source.Close();
        if (isBig) source.Lose("unbounded", "The members of big segments are not in the API's answer.");
        if (isBig || rules.Contains(null)) return null;
        IReadOnlyList<RulePart> any = [.. rules.OfType<RulePart>(), .. included.Count == 0 ? (RulePart[])[] : [Members("ANY", included)]];
        if (any.Count == 0) return null;
        // Excluded wins over rules, included over excluded.
        var part = new RulePart("ALL") { Rules = [new RulePart("ANY") { Rules = any }, .. excluded.Count == 0 ? (RulePart[])[] : [new RulePart("ANY") { Rules = [Members("NONE", excluded), .. included.Count == 0 ? (RulePart[])[] : [Members("ANY", included)]] }]] };
        return new SegmentPart { Uuid = UuidOf(environment, key), Name = $"{key} ({environment})", Description = description, Rules = [part] };
    }

    private static RulePart Members(string type, IReadOnlyList<System.Text.Json.JsonElement> keys) =>
        new(type) { Conditions = [new ConditionPart("IN", "$.identity.identifier", LaunchDarklyClauses.List(keys))] };

    private static RulePart? Rule(SourceObject rule)
    {
        var clauses = rule.Items("clauses").Select(each => LaunchDarklyClauses.Read(each, static _ => null)).ToList();   // those that name others are reported
        var weight = rule.Number("weight");
        rule.Lose("bucketBy", "Splits go by the identity here.");
        rule.Ignore("_id", "id", "rolloutContextKind");
        rule.Close();
        if (clauses.Contains(null))
        {
            rule.Lose("One of its clauses could not be carried; without it the segment would hold others, so it was left out.");
            return null;
        }

        ConditionPart[] split = weight is { } share ? [new ConditionPart("PERCENTAGE_SPLIT", "", (share / 1_000).ToString("R", System.Globalization.CultureInfo.InvariantCulture))] : [];
        return new RulePart("ALL") { Rules = [.. clauses.OfType<RulePart>()], Conditions = split };
    }
}
