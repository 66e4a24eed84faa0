using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.LaunchDarkly;

/// <summary>Clauses of LaunchDarkly as rules: several values of one clause are alternatives, a negated clause is a NONE.</summary>
internal static class LaunchDarklyClauses
{
    /// <returns><see langword="null"/> when there is nothing like it here, which is reported.</returns>
    internal static RulePart? Read(SourceObject clause)
    {
        var (attribute, op, values, isNegated) = (clause.Text("attribute") ?? "", clause.Text("op") ?? "", clause.Values("values"), clause.Flag("negate"));
        var kind = clause.Text("contextKind");
        clause.Ignore("_id", "id");
        clause.Close();
        if (kind is not (null or "" or "user"))
        {
            clause.Lose($"Contexts of the kind \"{kind}\" do not exist here.");
            return null;
        }

        var property = attribute is "key" ? "$.identity.identifier" : attribute;
        IReadOnlyList<ConditionPart>? conditions = op switch
        {
            "in" => [new ConditionPart("IN", property, List(values))],
            "startsWith" => Each(values, text => new ConditionPart("REGEX", property, "^" + Regex.Escape(text))),
            "endsWith" => Each(values, text => new ConditionPart("REGEX", property, ".*" + Regex.Escape(text) + "$")),
            "matches" => Each(values, text => new ConditionPart("REGEX", property, text)),
            "contains" => Each(values, text => new ConditionPart("CONTAINS", property, text)),
            "lessThan" => Each(values, text => new ConditionPart("LESS_THAN", property, text)),
            "lessThanOrEqual" => Each(values, text => new ConditionPart("LESS_THAN_INCLUSIVE", property, text)),
            "greaterThan" => Each(values, text => new ConditionPart("GREATER_THAN", property, text)),
            "greaterThanOrEqual" => Each(values, text => new ConditionPart("GREATER_THAN_INCLUSIVE", property, text)),
            "semVerEqual" => Each(values, text => new ConditionPart("EQUAL", property, text + ":semver")),
            "semVerLessThan" => Each(values, text => new ConditionPart("LESS_THAN", property, text + ":semver")),
            "semVerGreaterThan" => Each(values, text => new ConditionPart("GREATER_THAN", property, text + ":semver")),
            _ => null,
        };
        if (conditions is null) clause.Lose($"The operator \"{op}\" does not exist here.");
        return conditions is null ? null : new RulePart(isNegated ? "NONE" : "ANY") { Conditions = conditions };
    }

    /// <summary>A list for the operator IN: commas, unless a value has one.</summary>
    internal static string List(IReadOnlyList<JsonElement> values) => List([.. values.Select(Text)]);

    internal static string List(IReadOnlyList<string> texts) => texts.Any(text => text.Contains(',', StringComparison.Ordinal) || text.StartsWith('['))
        ? "[" + string.Join(",", texts.Select(text => SourceValue.OfText(text).GetRawText())) + "]"
        : string.Join(',', texts);

    private static List<ConditionPart> Each(IReadOnlyList<JsonElement> values, Func<string, ConditionPart> one) => [.. values.Select(value => one(Text(value)))];

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : value.GetRawText(),
        _ => value.GetRawText(),
    };
}
