using System.Text.RegularExpressions;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.LaunchDarkly;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Unleash;

/// <summary>Constraints of Unleash as rules.</summary>
internal static class UnleashConstraints
{
    private const string Ignored = "(?i)";

    /// <returns><see langword="null"/> when there is nothing like it here, which is reported.</returns>
    internal static RulePart? Read(SourceObject constraint)
    {
        var (context, op) = (constraint.NeededText("contextName"), constraint.NeededText("operator"));
        IReadOnlyList<string> values = [.. constraint.Texts("values").Concat(constraint.Text("value") is { Length: > 0 } one ? [one] : [])];
        var (isInverted, ignoresCase) = (constraint.Flag("inverted"), constraint.Flag("caseInsensitive"));
        constraint.Close();
        var property = context switch { "userId" => "$.identity.identifier", "environment" => "$.environment.name", _ => context };
        IReadOnlyList<ConditionPart>? conditions = op switch
        {
            "IN" or "NOT_IN" => [new ConditionPart("IN", property, LaunchDarklyClauses.List(values))],
            "STR_CONTAINS" when ignoresCase => Each(".*"),
            "STR_CONTAINS" => [.. values.Select(text => new ConditionPart("CONTAINS", property, text))],
            "STR_STARTS_WITH" => Each("^"),
            "STR_ENDS_WITH" => Each(".*", "$"),
            "REGEX" when values.Any(text => SourcePattern.Anywhere(text) is null) => null,
            "REGEX" => [.. values.Select(text => new ConditionPart("REGEX", property, SourcePattern.Anywhere(text)))],
            "NUM_EQ" => Compare("EQUAL", ""),
            "NUM_GT" => Compare("GREATER_THAN", ""),
            "NUM_GTE" => Compare("GREATER_THAN_INCLUSIVE", ""),
            "NUM_LT" => Compare("LESS_THAN", ""),
            "NUM_LTE" => Compare("LESS_THAN_INCLUSIVE", ""),
            "SEMVER_EQ" => Compare("EQUAL", ":semver"),
            "SEMVER_GT" => Compare("GREATER_THAN", ":semver"),
            "SEMVER_LT" => Compare("LESS_THAN", ":semver"),
            _ => null,
        };
        if (conditions is null) constraint.Lose(op == "REGEX" ? SourcePattern.Problem : $"The operator \"{op}\" does not exist here.");
        if (conditions is null) return null;
        // Inverting what is inverted already.
        var isNone = isInverted != (op == "NOT_IN");
        if (values.Count > 0 || isNone) return new RulePart(isNone ? "NONE" : "ANY") { Conditions = values.Count > 0 ? conditions : [] };
        // Here, a rule without conditions is true.
        constraint.Lose("It has no values, so it is never true.");
        return null;

        IReadOnlyList<ConditionPart> Each(string before, string after = "") =>
            [.. values.Select(text => new ConditionPart("REGEX", property, (ignoresCase ? Ignored : "") + before + Regex.Escape(text) + after))];

        IReadOnlyList<ConditionPart> Compare(string name, string suffix) => [.. values.Select(text => new ConditionPart(name, property, text + suffix))];
    }
}
