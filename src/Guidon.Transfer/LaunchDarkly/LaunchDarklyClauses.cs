using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.LaunchDarkly;

/// <summary>Clauses of LaunchDarkly as rules: several values of one clause are alternatives, a negated clause is a NONE.</summary>
internal static class LaunchDarklyClauses
{
    private const string Identifier = "$.identity.identifier";

    /// <param name="clause">One.</param>
    /// <param name="segmentOf">The segment that a key means, if it was carried: what it says stands in the rule, for a segment here cannot name another.</param>
    /// <returns><see langword="null"/> when there is nothing like it here, which is reported.</returns>
    internal static RulePart? Read(SourceObject clause, Func<string, SegmentPart?> segmentOf)
    {
        var (attribute, op, values, isNegated) = (clause.Text("attribute") ?? "", clause.Text("op") ?? "", clause.Values("values"), clause.Flag("negate"));
        var kind = clause.Text("contextKind");
        clause.Ignore("_id", "id");
        clause.Close();
        if (op == "segmentMatch") return InSegments(clause, [.. values.Select(Text)], isNegated, segmentOf);
        if (kind is not (null or "" or "user"))
        {
            clause.Lose($"Contexts of the kind \"{kind}\" do not exist here.");
            return null;
        }

        if (attribute.StartsWith('/') || values.Count == 0)
        {
            clause.Lose(values.Count == 0 ? "It has no values, so it is never true." : $"\"{attribute}\" is a part of an attribute, which does not exist here.");
            return null;
        }

        var property = attribute is "key" ? Identifier : attribute;
        IReadOnlyList<ConditionPart>? conditions = op switch
        {
            "in" => In(property, values),
            "startsWith" => Each(values, text => new ConditionPart("REGEX", property, "^" + Regex.Escape(text))),
            "endsWith" => Each(values, text => new ConditionPart("REGEX", property, ".*" + Regex.Escape(text) + "$")),
            "matches" => Matches(property, [.. values.Select(Text)]),
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
        if (conditions is null) clause.Lose(op == "matches" ? SourcePattern.Problem : $"The operator \"{op}\" does not exist here.");
        if (conditions is null) return null;
        // There, a clause about an attribute that somebody does not have is false, also when it is negated.
        if (isNegated && property != Identifier) conditions = [.. conditions, new ConditionPart("IS_NOT_SET", property, null)];
        return new RulePart(isNegated ? "NONE" : "ANY") { Conditions = conditions };
    }

    private static RulePart? InSegments(SourceObject clause, IReadOnlyList<string> keys, bool isNegated, Func<string, SegmentPart?> segmentOf)
    {
        List<SegmentPart> segments = [.. keys.Select(segmentOf).OfType<SegmentPart>()];
        if (segments.Count == keys.Count && keys.Count > 0) return new RulePart(isNegated ? "NONE" : "ANY") { Rules = [.. segments.SelectMany(each => each.Rules)] };
        clause.Lose("It names a segment that was not carried.");
        return null;
    }

    // Here, IN compares texts and whole numbers only.
    private static IReadOnlyList<ConditionPart> In(string property, IReadOnlyList<JsonElement> values)
    {
        var ofKind = values.ToLookup(IsInList);
        IEnumerable<ConditionPart> list = ofKind[true].Any() ? [new ConditionPart("IN", property, List([.. ofKind[true]]))] : [];
        return [.. list, .. ofKind[false].Select(each => new ConditionPart("EQUAL", property, Text(each)))];
    }

    private static bool IsInList(JsonElement value) => value.ValueKind == JsonValueKind.String || (value.ValueKind == JsonValueKind.Number && Text(value).All(letter => char.IsAsciiDigit(letter) || letter == '-'));

    private static IReadOnlyList<ConditionPart>? Matches(string property, IReadOnlyList<string> patterns)
    {
        List<string> anywhere = [.. patterns.Select(SourcePattern.Anywhere).OfType<string>()];
        return anywhere.Count < patterns.Count ? null : anywhere.ConvertAll(each => new ConditionPart("REGEX", property, each));
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
        // 1.0 and 1e3 are whole numbers there.
        JsonValueKind.Number => value.GetDouble() is var number && number == Math.Truncate(number) && Math.Abs(number) < 1e15 ? ((long)number).ToString(CultureInfo.InvariantCulture) : value.GetRawText(),
        _ => value.GetRawText(),
    };
}
