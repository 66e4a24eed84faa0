using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.LaunchDarkly;

/// <summary>
/// One flag. A boolean flag becomes a switch: what it serves is whether it is on. Another serves its variation as the value, splits as variants; it
/// is on where LaunchDarkly's is.
/// </summary>
internal sealed class LaunchDarklyFlag
{
    private const double WeightOfAll = 100_000;   // LaunchDarkly counts in thousandths of a percent

    private readonly string _key;
    private readonly bool _isSwitch;
    private readonly List<JsonElement> _values;

    internal LaunchDarklyFlag(SourceObject flag, IReadOnlyDictionary<string, Guid> tags)
    {
        _key = flag.NeededText("key");
        var variations = flag.Items("variations").ToList();
        _values = [.. variations.Select(each => each.Any("value") ?? SourceValue.Null)];
        _isSwitch = flag.Text("kind") == "boolean" || (_values.Count == 2 && _values.TrueForAll(value => value.ValueKind is JsonValueKind.True or JsonValueKind.False));
        foreach (var variation in variations)
        {
            variation.Ignore("_id");
            variation.Lose("name", "Variants have a key, and no name for people.");
            variation.Lose("description", "Variants have no description.");
            variation.Close();
        }

        Part = new FeaturePart
        {
            Uuid = SourceUuid.Of("launchdarkly", "flag", _key),
            Name = _key,
            Description = Description(flag.Text("name"), flag.Text("description")),
            IsArchived = flag.Flag("archived") | flag.Flag("deprecated"),
            TagUuids = [.. flag.Texts("tags").Append(LaunchDarklyExport.ImportedTag).Select(label => tags[label])],
            MultivariateOptions = _isSwitch ? [] : [.. _values.Select((value, at) => SourceValue.Variant(SourceValue.Of(value), $"variation-{at}", 0, SourceUuid.Of("launchdarkly", "variation", _key, at.ToString(System.Globalization.CultureInfo.InvariantCulture))))],
        };
        Source = flag;
    }

    internal FeaturePart Part { get; }

    internal SourceObject Source { get; }

    /// <summary>The flag in one environment, with the segments that its targets and rules become.</summary>
    /// <param name="environment">Its key.</param>
    /// <param name="source">What the flag is there.</param>
    /// <param name="known">The project's own segments, which rules name.</param>
    internal (IReadOnlyList<StatePart> States, IReadOnlyList<SegmentPart> Segments) In(string environment, SourceObject source, IReadOnlyDictionary<Guid, SegmentPart> known)
    {
        List<StatePart> states = [];
        List<SegmentPart> segments = [];
        var (isOn, off) = (source.Flag("on"), source.Integer("offVariation"));
        var fallthrough = source.Object("fallthrough");
        // When it is off, the off variation is what everybody gets and nothing else counts.
        states.Add(isOn && fallthrough is not null ? Served(fallthrough, null, null) : State(off, isOn));
        LoseOther(source, isOn, off, fallthrough);
        foreach (var target in source.Items("targets").Concat(source.Items("contextTargets")).Where(each => Wanted(each))) Override($"{environment} target {states.Count}", Target(target), target);
        var at = 0;
        foreach (var rule in source.Items("rules")) Override($"{environment} rule {++at}", Rule(rule, key => known.GetValueOrDefault(LaunchDarklySegments.UuidOf(environment, key))), rule);
        source.Lose("prerequisites", "Flags that depend on others do not exist here.");
        source.Ignore("lastModified", "salt", "sel", "version", "_site", "_environmentName", "_summary", "archived", "trackEvents", "trackEventsFallthrough", "_debugEventsUntilDate");
        source.Close();
        return (states, segments);

        void Override(string name, IReadOnlyList<RulePart>? rules, SourceObject item)
        {
            var served = Served(item, SourceUuid.Of("launchdarkly", "rule", _key, name), segments.Count);
            item.Close();
            if (rules is null) return;
            if (!isOn)
            {
                item.Lose("The flag is off in this environment, where rules do not count; ours would.");
                return;
            }

            segments.Add(new SegmentPart { Uuid = served.Segment ?? default, Name = $"{_key}: {name}", Feature = _key, Rules = rules });
            states.Add(served);
        }
    }

    // A state here has one value, whether it is on or not.
    private void LoseOther(SourceObject source, bool isOn, int? off, SourceObject? fallthrough)
    {
        var usual = fallthrough?.Object("rollout") is null ? fallthrough?.Integer("variation") : null;
        fallthrough?.Close();
        if (isOn && !(_isSwitch ? !IsTrue(off) : off == usual)) source.Lose("offVariation", "What the flag serves once it is switched off is not carried; here it keeps its value and is off.");
        if (!isOn && !(_isSwitch ? IsTrue(usual) : off == usual)) source.Lose("fallthrough", "What the flag serves once it is switched on is not carried; set its value before you switch it on.");
    }

    private static bool Wanted(SourceObject target)
    {
        var isUser = target.Text("contextKind") is null or "" or "user";
        if (!isUser) target.Lose($"Contexts of the kind \"{target.Text("contextKind")}\" do not exist here.");
        return isUser && target.Values("values").Count > 0;
    }

    private static IReadOnlyList<RulePart> Target(SourceObject target)
    {
        target.Ignore("_id");
        return [new RulePart("ALL") { Rules = [new RulePart("ANY") { Conditions = [new ConditionPart("IN", "$.identity.identifier", LaunchDarklyClauses.List(target.Values("values")))] }] }];
    }

    private static IReadOnlyList<RulePart>? Rule(SourceObject rule, Func<string, SegmentPart?> segmentOf)
    {
        var clauses = rule.Items("clauses").Select(each => LaunchDarklyClauses.Read(each, segmentOf)).ToList();
        rule.Ignore("_id", "id", "ref", "trackEvents");
        rule.Lose("description", "Segments of rules are named by their position.");
        if (!clauses.Contains(null)) return [new RulePart("ALL") { Rules = [.. clauses.OfType<RulePart>()] }];
        rule.Lose("One of its clauses could not be carried; without it the rule would be true for others.");
        return null;
    }

    private StatePart Served(SourceObject source, Guid? segment, int? priority)
    {
        if (source.Object("rollout") is not { } rollout) return State(source.Integer("variation"), isOn: true) with { Segment = segment, Priority = priority };
        rollout.Lose("bucketBy", "Splits go by the identity here.");
        rollout.Lose("seed", "Splits choose other identities here.");
        rollout.Ignore("kind", "contextKind");
        var shares = rollout.Items("variations").Select(each =>
        {
            var share = (Variation: each.Integer("variation") ?? 0, Percent: (each.Number("weight") ?? 0) / WeightOfAll * 100);
            each.Lose("untracked", "Experiments do not exist here.");
            each.Close();
            return share;
        }).Where(each => each.Percent > 0).ToList();
        rollout.Close();
        source.Ignore("variation");
        var state = State(null, isOn: true) with { Segment = segment, Priority = priority };
        if (!_isSwitch) return state with { MultivariateFeatureStateValues = [.. shares.Select(each => new SharePart(each.Variation, each.Percent))] };
        rollout.Lose("A switch has no split here; it serves its largest share to everybody. Make a segment with a percentage split.");
        return state with { Enabled = IsTrue(shares.OrderByDescending(each => each.Percent).Select(each => (int?)each.Variation).FirstOrDefault()) };
    }

    private StatePart State(int? variation, bool isOn) => new()
    {
        Feature = _key,
        Enabled = _isSwitch ? IsTrue(variation) : isOn,
        FeatureStateValue = _isSwitch || ValueOf(variation) is not { } value ? SourceValue.Null : SourceValue.Of(value),
    };

    private bool IsTrue(int? variation) => ValueOf(variation)?.ValueKind == JsonValueKind.True;

    private JsonElement? ValueOf(int? variation) => variation is { } at && at >= 0 && at < _values.Count ? _values[at] : null;

    private static string? Description(string? name, string? description) =>
        string.IsNullOrEmpty(description) ? name : string.IsNullOrEmpty(name) ? description : $"{name}: {description}";
}
