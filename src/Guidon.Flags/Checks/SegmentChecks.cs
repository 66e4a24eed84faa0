using System.Collections.Immutable;
using Guidon.Evaluation.Rules;
using Guidon.Flags.Documents;

namespace Guidon.Flags.Checks;

/// <summary>What is said about a segment when it is saved: all errors and warnings at once.</summary>
public static class SegmentChecks
{
    private const int PropertyCharactersMax = 1_000;
    private const int ValueCharactersMax = 1_000;

    /// <summary>Checks the rule tree; overrides are the document's business.</summary>
    public static ImmutableArray<Finding> Check(SegmentDocument segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        if (segment.Rules.IsEmpty)
            findings.Add(new(Severity.Warning, "no_rules", "rules", "A segment without rules holds nobody."));
        var rules = 0;
        for (var i = 0; i < segment.Rules.Length; i++) CheckRule(segment.Rules[i], $"rules[{i}]", 1, ref rules, findings);
        if (rules > DocumentLimits.RulesPerSegmentMax)
            findings.Add(new(Severity.Error, "too_many_rules", "rules", $"A segment has at most {DocumentLimits.RulesPerSegmentMax} rules; this one has {rules}."));
        return findings.DrainToImmutable();
    }

    private static void CheckRule(RuleDocument rule, string field, int depth, ref int rules, ImmutableArray<Finding>.Builder findings)
    {
        rules++;
        if (rule.Type is not ("ALL" or "ANY" or "NONE"))
            findings.Add(new(Severity.Error, "unknown_rule_type", field + ".type", $"A rule is ALL, ANY or NONE, not {rule.Type}."));
        if (rule.Conditions.Length > DocumentLimits.ConditionsPerRuleMax)
        {
            findings.Add(new(
                Severity.Error, "too_many_conditions", field + ".conditions",
                $"A rule has at most {DocumentLimits.ConditionsPerRuleMax} conditions; this one has {rule.Conditions.Length}."));
        }

        for (var i = 0; i < rule.Conditions.Length; i++) CheckCondition(rule.Conditions[i], $"{field}.conditions[{i}]", findings);
        // No deeper than one level beyond the limit: whoever built a tree of a million levels learns as much from the first error.
        if (depth > DocumentLimits.RuleDepthMax)
        {
            findings.Add(new(Severity.Error, "nested_too_deep", field, $"Rules are nested at most {DocumentLimits.RuleDepthMax} levels deep."));
            return;
        }

        for (var i = 0; i < rule.Rules.Length; i++) CheckRule(rule.Rules[i], $"{field}.rules[{i}]", depth + 1, ref rules, findings);
    }

    private static void CheckCondition(ConditionDocument condition, string field, ImmutableArray<Finding>.Builder findings)
    {
        if (condition.Property?.Length > PropertyCharactersMax)
            findings.Add(new(Severity.Error, "property_too_long", field + ".property", $"A property has at most {PropertyCharactersMax} characters."));
        if (condition.Value?.Length > ValueCharactersMax)
            findings.Add(new(Severity.Error, "value_too_long", field + ".value", $"A value has at most {ValueCharactersMax} characters."));
        if (string.IsNullOrEmpty(condition.Property) && condition.Operator != "PERCENTAGE_SPLIT")
            findings.Add(new(Severity.Warning, "no_property", field + ".property", "A condition without a property compares nothing."));
        var definition = new Evaluation.Definitions.ConditionDefinition
        {
            Operator = condition.Operator, Property = condition.Property, Value = condition.Value,
        };
        foreach (var fault in ConditionChecks.Check(definition)) findings.Add(Of(fault, field));
    }

    private static Finding Of(ConditionFault fault, string field) => fault switch
    {
        ConditionFault.UnknownOperator => new(Severity.Error, "unknown_operator", field + ".operator", "Some SDKs cannot read a document with an operator that they do not know."),
        ConditionFault.NoValue => new(Severity.Error, "no_value", field + ".value", "This operator compares with a value, and there is none."),
        ConditionFault.InvalidPattern => new(Severity.Warning, "invalid_pattern", field + ".value", "Not a valid regular expression; the condition never matches."),
        ConditionFault.BacktrackingPattern => new(Severity.Warning, "slow_pattern", field + ".value", "Look-around and back-references are cut off after 5 ms, and then do not match."),
        ConditionFault.InvalidModulo => new(Severity.Warning, "invalid_modulo", field + ".value", "Not divisor|remainder with a divisor other than 0; the condition never matches."),
        ConditionFault.InvalidPercentage => new(Severity.Warning, "invalid_percentage", field + ".value", "Not a number from 0 to 100."),
        ConditionFault.InvalidVersion => new(Severity.Warning, "invalid_version", field + ".value", "Not a version by SemVer 2.0 before :semver; the condition never matches."),
        ConditionFault.ListIsNotJson => new(Severity.Warning, "list_is_not_json", field + ".value", "Begins like a JSON list but is read as comma-separated text, brackets and all."),
        ConditionFault.InvalidPath => new(Severity.Warning, "invalid_path", field + ".property", "Not a path that is supported; only a trait of this very name is seen."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Every fault has a finding."),
    };
}
