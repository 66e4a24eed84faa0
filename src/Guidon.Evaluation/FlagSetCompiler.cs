using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Guidon.Evaluation.Definitions;
using Guidon.Evaluation.Hashing;
using Guidon.Evaluation.Rules;

namespace Guidon.Evaluation;

/// <summary>Compiles a definition to the flag set that requests are served from.</summary>
public sealed class FlagSetCompiler
{
    private readonly EnvironmentDefinition _definition;
    private readonly Dictionary<string, int> _flagOfName = new(StringComparer.Ordinal);
    private readonly HashTable _hashes = new();
    private readonly OutcomeTable _outcomes;
    private readonly RuleCompiler _rules;

    private FlagSetCompiler(EnvironmentDefinition definition)
    {
        _definition = definition;
        _outcomes = new(_hashes);
        _rules = new(new(new(definition)), _hashes);
    }

    /// <summary>Compiles. Any definition compiles: what can never match (an invalid pattern, say) is compiled to exactly that.</summary>
    public static FlagSet Compile(EnvironmentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new FlagSetCompiler(definition).Compile();
    }

    private FlagSet Compile()
    {
        var features = Distinct();
        var states = features.Select((feature, i) => _outcomes.Add(i, feature.State, new("DEFAULT", null, false))).ToArray();
        var overrides = CompileOverrides(features.Count);
        var identities = CompileIdentities();
        var plan = new EvaluationPlan
        {
            KeyPrefix = _definition.Key + "_",
            Defaults = [.. states.Select(state => state.Control)],
            ActiveFlags = [.. Enumerable.Range(0, states.Length).Where(i => overrides[i].Length > 0 || states[i].Ends.Length > 0)],
            States = states,
            Overrides = overrides,
            SegmentRules = [.. _definition.Segments.Select(_rules.Compile)],
            Salts = _hashes.Salts(),
            TraitSlots = _rules.TraitSlots(),
            Identities = identities,
        };
        return new()
        {
            Version = DefinitionVersion.Of(_definition),
            EnvironmentKey = _definition.Key,
            EnvironmentName = _definition.Name,
            Flags = [.. features.Select((feature, i) => new CompiledFlag { Index = i, FeatureId = feature.FeatureId, Name = feature.Name, Type = feature.Type })],
            Segments = [.. _definition.Segments.Select(CompileSegment)],
            Outcomes = _outcomes.All(),
            Plan = plan,
            Names = _flagOfName.ToFrozenDictionary(StringComparer.Ordinal),
            NamesIgnoringCase = features.Select((feature, i) => KeyValuePair.Create(feature.Name, i))
                .DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>Of equal names the last feature counts, in the place of the first: as assigning to an ordered map does.</summary>
    private List<FeatureDefinition> Distinct()
    {
        var features = new List<FeatureDefinition>(_definition.Features.Length);
        foreach (var feature in _definition.Features)
        {
            if (_flagOfName.TryAdd(feature.Name, features.Count)) features.Add(feature);
            else features[_flagOfName[feature.Name]] = feature;
        }

        return features;
    }

    private SegmentOverride[][] CompileOverrides(int flagCount)
    {
        var overrides = new List<(Priority Priority, SegmentOverride Change)>?[flagCount];
        for (var i = 0; i < _definition.Segments.Length; i++)
        {
            var segment = _definition.Segments[i];
            var origin = new OutcomeOrigin($"TARGETING_MATCH; segment={segment.Name}", SegmentId(segment), false);
            foreach (var change in segment.Overrides)
            {
                if (!_flagOfName.TryGetValue(change.FeatureName, out var flag)) continue;
                (overrides[flag] ??= []).Add((change.Priority, new(i, _outcomes.Add(flag, change.State, origin))));
            }
        }

        // The sort is stable: of equal priorities the first segment wins.
        return [.. overrides.Select(list => list is null ? [] : list.OrderBy(entry => entry.Priority, Priority.StrongestFirst).Select(entry => entry.Change).ToArray())];
    }

    private FrozenDictionary<string, IdentityOverride[]> CompileIdentities()
    {
        var origin = new OutcomeOrigin("TARGETING_MATCH; segment=identity_overrides", null, true);
        var identities = new Dictionary<string, Dictionary<int, CompiledState>>(StringComparer.Ordinal);
        foreach (var identity in _definition.Identities)
        {
            if (!identities.TryGetValue(identity.Identifier, out var own)) identities.Add(identity.Identifier, own = []);
            foreach (var change in identity.Overrides)
                if (_flagOfName.TryGetValue(change.FeatureName, out var flag)) own[flag] = _outcomes.Add(flag, change.State, origin);
        }

        return identities.ToFrozenDictionary(
            pair => pair.Key, pair => pair.Value.Select(own => new IdentityOverride(own.Key, own.Value)).ToArray(), StringComparer.Ordinal);
    }

    private static CompiledSegment CompileSegment(SegmentDefinition segment, int index) => new()
    {
        Index = index,
        SegmentId = SegmentId(segment) ?? 0,
        Name = segment.Name,
        MetadataJson = segment.MetadataJson,
    };

    private static int? SegmentId(SegmentDefinition segment) =>
        int.TryParse(segment.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
