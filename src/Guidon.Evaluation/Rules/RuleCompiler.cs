using System.Collections.Frozen;
using Guidon.Evaluation.Definitions;
using Guidon.Evaluation.Hashing;
using Guidon.Evaluation.Paths;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Rules;

/// <summary>Compiles the rules of all segments of one definition; equal properties, patterns and values are shared.</summary>
internal sealed class RuleCompiler(PropertyTable properties, HashTable hashes)
{
    private readonly Dictionary<string, Pattern?> _patterns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Comparand> _comparands = new(StringComparer.Ordinal);

    public FrozenDictionary<string, int> TraitSlots() => properties.Slots();

    public CompiledRule[] Compile(SegmentDefinition segment) => [.. segment.Rules.Select(rule => Compile(rule, segment.Key))];

    private CompiledRule Compile(RuleDefinition rule, string segmentKey) => new(
        ConditionNames.Rule(rule.Type),
        [.. rule.Conditions.Select(condition => Compile(condition, segmentKey))],
        [.. rule.Rules.Select(inner => Compile(inner, segmentKey))]);

    private CompiledCondition Compile(ConditionDefinition condition, string segmentKey)
    {
        var kind = ConditionNames.Operator(condition.Operator);
        var compiled = new CompiledCondition
        {
            Operator = kind,
            OperatorName = condition.Operator,
            Value = condition.Value,
            Property = properties.Add(condition.Property ?? ""),
        };
        if (kind is ConditionOperator.IsSet or ConditionOperator.IsNotSet) return compiled;
        return condition.Value is { } value ? WithValue(compiled, value, segmentKey) : compiled with { Operator = ConditionOperator.Never };
    }

    private CompiledCondition WithValue(CompiledCondition condition, string value, string segmentKey) => condition.Operator switch
    {
        ConditionOperator.Never or ConditionOperator.NotContains => condition,
        ConditionOperator.Regex => condition with { Pattern = PatternOf(value) },
        ConditionOperator.In => condition with { Membership = Membership.Parse(value) },
        ConditionOperator.Modulo => condition with { Modulus = Modulus.TryParse(value) },
        ConditionOperator.PercentageSplit => WithSplit(condition, value, segmentKey),
        _ => condition with { Comparand = ComparandOf(value) },
    };

    private CompiledCondition WithSplit(CompiledCondition condition, string value, string segmentKey)
    {
        if (PythonNumber.Float(value) is not { } threshold) return condition with { Operator = ConditionOperator.Never };
        var byIdentity = condition.Property.Text.Length == 0;
        return condition with
        {
            Split = new()
            {
                Threshold = threshold,
                ByIdentity = byIdentity,
                HashSlot = byIdentity ? hashes.SlotForIdentity(segmentKey) : hashes.SlotForProperty(segmentKey, condition.Property.Text),
            },
        };
    }

    private Pattern? PatternOf(string text)
    {
        if (!_patterns.TryGetValue(text, out var pattern)) _patterns.Add(text, pattern = Pattern.TryParse(text));
        return pattern;
    }

    private Comparand ComparandOf(string text)
    {
        if (!_comparands.TryGetValue(text, out var comparand)) _comparands.Add(text, comparand = new(text));
        return comparand;
    }
}
