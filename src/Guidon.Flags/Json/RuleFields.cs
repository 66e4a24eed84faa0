using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Evaluation.Definitions;
using Guidon.Flags.Documents;

namespace Guidon.Flags.Json;

/// <summary>Reads rule trees of documents and contexts and counts their rules, conditions and patterns.</summary>
internal sealed class RuleFields
{
    private readonly HashSet<string> _patterns = new(StringComparer.Ordinal);
    private int _rulesOfSegment;
    private int _conditions;

    /// <summary>The rules of a document's segment, whose conditions call the property <c>property_</c>.</summary>
    public ImmutableArray<RuleDocument> OfDocumentSegment(JsonField segment)
    {
        _rulesOfSegment = 0;
        return [.. segment.Items("rules", DocumentLimits.RulesPerSegmentMax).Select(rule => DocumentRule(rule, 1))];
    }

    /// <summary>The rules of a context's segment.</summary>
    public ImmutableArray<RuleDefinition> OfContextSegment(JsonField segment)
    {
        _rulesOfSegment = 0;
        return [.. segment.Items("rules", DocumentLimits.RulesPerSegmentMax).Select(rule => ContextRule(rule, 1))];
    }

    private RuleDocument DocumentRule(JsonField rule, int depth) => new()
    {
        Type = rule.Text("type"),
        Conditions = [.. Conditions(rule).Select(DocumentCondition)],
        Rules = [.. Inner(rule, depth).Select(inner => DocumentRule(inner, depth + 1))],
    };

    private RuleDefinition ContextRule(JsonField rule, int depth) => new()
    {
        Type = rule.Text("type"),
        Conditions = [.. Conditions(rule).Select(ContextCondition)],
        Rules = [.. Inner(rule, depth).Select(inner => ContextRule(inner, depth + 1))],
    };

    private static IEnumerable<JsonField> Conditions(JsonField rule) => rule.Items("conditions", DocumentLimits.ConditionsPerRuleMax);

    private IEnumerable<JsonField> Inner(JsonField rule, int depth)
    {
        if (++_rulesOfSegment > DocumentLimits.RulesPerSegmentMax)
        {
            rule.Refuse($"is beyond the limit of {DocumentLimits.RulesPerSegmentMax} rules per segment");
            return [];
        }

        if (depth <= DocumentLimits.RuleDepthMax) return rule.Items("rules", DocumentLimits.RulesPerSegmentMax);
        rule.Refuse($"is nested deeper than {DocumentLimits.RuleDepthMax} levels");
        return [];
    }

    private ConditionDocument DocumentCondition(JsonField condition)
    {
        var name = condition.Text("operator");
        var value = condition.TextOrNull("value");
        Count(condition, name, value);
        return new() { Operator = name, Property = condition.TextOrNull("property_"), Value = value };
    }

    private ConditionDefinition ContextCondition(JsonField condition)
    {
        var name = condition.Text("operator");
        var value = ContextValue(condition.Member("value"), name);
        Count(condition, name, value);
        return new() { Operator = name, Property = condition.TextOrNull("property"), Value = value };
    }

    /// <summary>The schema wants text, or for <c>IN</c> a list of text; other scalars mean what Python's <c>str</c> makes of them.</summary>
    private static string? ContextValue(JsonField value, string operatorName) => value.Element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number => value.Element.GetRawText(),
        JsonValueKind.Array when operatorName == "IN" => value.Element.GetRawText(),
        _ => value.AsText(),
    };

    private void Count(JsonField condition, string operatorName, string? value)
    {
        if (++_conditions > DocumentLimits.ConditionsMax)
            condition.Refuse($"is beyond the limit of {DocumentLimits.ConditionsMax} conditions per environment");
        if (value?.Length > DocumentLimits.ConditionValueCharactersMax)
            condition.Refuse($"has a value of {value.Length} characters; at most {DocumentLimits.ConditionValueCharactersMax} are allowed");
        if (operatorName == "REGEX" && value is not null && _patterns.Add(value) && _patterns.Count > DocumentLimits.PatternsMax)
            condition.Refuse($"is beyond the limit of {DocumentLimits.PatternsMax} different regular expressions per environment");
    }
}
