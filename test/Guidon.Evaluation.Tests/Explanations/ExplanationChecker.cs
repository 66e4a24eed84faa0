using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guidon.Evaluation.Explanations;
using NuGet.Versioning;

namespace Guidon.Evaluation.Tests.Explanations;

/// <summary>
/// Follows an explanation by the rules of the protocol and nothing else: no part of the evaluator is used. Deliberately slow and plain.
/// Returns what does not follow.
/// </summary>
internal static class ExplanationChecker
{
    public static IEnumerable<string> Check(Explanation e)
    {
        foreach (var segment in e.Segments)
            foreach (var fault in Check(segment)) yield return fault;

        var first = e.DecidedBy == "identity_override" ? null : e.Segments.FirstOrDefault(segment => segment.Matches);
        if (e.Segments.Any(segment => segment.Decides != (segment == first))) yield return "the wrong segment decides";
        if (e.DecidedBy != "identity_override" && e.DecidedBy != (first is null ? "environment" : "segment_override")) yield return "decided by " + e.DecidedBy;

        var chosen = e.Split?.Shares.FirstOrDefault(share => share.From <= e.Split.Hash.Percent && e.Split.Hash.Percent < share.To);
        foreach (var fault in Check(e.Split, chosen)) yield return fault;
        if (e.Split is not null && !e.Split.Hash.Text.EndsWith("," + e.IdentityKey, StringComparison.Ordinal)) yield return "the split is not by the identity";
        var target = e.DecidedBy == "identity_override" ? "TARGETING_MATCH; segment=identity_overrides" : first is null ? "DEFAULT" : $"TARGETING_MATCH; segment={first.Name}";
        var reason = chosen is null ? target : $"SPLIT; weight={chosen.Weight.ToString(CultureInfo.InvariantCulture)}";
        if (e.Reason != reason) yield return $"reason {e.Reason}, not {reason}";
        if (e.Variant != (chosen is not null ? chosen.Variant : e.Split is null ? null : "control")) yield return $"variant {e.Variant}";
        if (chosen is not null && e.ValueJson != chosen.ValueJson) yield return $"value {e.ValueJson}";
    }

    private static IEnumerable<string> Check(ExplainedSplit? split, ExplainedShare? chosen)
    {
        if (split is null) yield break;
        if (Percent(split.Hash.Text) != split.Hash.Percent) yield return $"{split.Hash.Text} is at {Percent(split.Hash.Text)}";
        var end = 0.0;
        foreach (var share in split.Shares)
        {
            if (share.From != end || share.To != end + share.Weight) yield return $"share {share.Variant} from {share.From} to {share.To}";
            if (share.Chosen != (share == chosen)) yield return $"share {share.Variant} chosen: {share.Chosen}";
            end = share.To;
        }
    }

    private static IEnumerable<string> Check(ExplainedSegment segment)
    {
        foreach (var rule in segment.Rules)
            foreach (var fault in Check(rule)) yield return fault;
        if (segment.Matches != (segment.Rules.Length > 0 && segment.Rules.All(rule => rule.Matches))) yield return "segment " + segment.Name;
    }

    private static IEnumerable<string> Check(ExplainedRule rule)
    {
        foreach (var inner in rule.Rules)
            foreach (var fault in Check(inner)) yield return fault;
        foreach (var condition in rule.Conditions)
            if (condition.Matches != Matches(condition)) yield return $"condition {condition}";
        var holds = Joined(rule.Type, [.. rule.Conditions.Select(c => c.Matches)]) && Joined(rule.Type, [.. rule.Rules.Select(r => r.Matches)]);
        if (rule.Matches != holds) yield return "rule " + rule.Type;
    }

    private static bool Joined(string type, bool[] parts) => type switch
    {
        "ALL" => parts.All(part => part),
        "ANY" => parts.Length == 0 || parts.Any(part => part),
        "NONE" => !parts.Any(part => part),
        _ => false,
    };

    private static bool Matches(ExplainedCondition c)
    {
        if (c.Operator is "IS_SET" or "IS_NOT_SET") return c.Operand is null == (c.Operator == "IS_NOT_SET");
        if (c.Operand is not { } operand || c.Value is not { } value) return false;
        return c.Operator switch
        {
            "PERCENTAGE_SPLIT" => c.Hash is { } hash && hash.Text.EndsWith("," + operand, StringComparison.Ordinal)
                && Percent(hash.Text) == hash.Percent && Number(value) is { } bound && hash.Percent <= bound,
            "NOT_CONTAINS" => c.OperandKind == TraitKind.Text && !operand.Contains(value, StringComparison.Ordinal),
            "IN" => c.OperandKind is TraitKind.Integer or TraitKind.Text && Members(value).Contains(operand),
            "REGEX" => IsMatch(operand, value),
            "MODULO" => c.OperandKind is TraitKind.Integer or TraitKind.Float && Modulo(Number(operand), value),
            "CONTAINS" => c.OperandKind == TraitKind.Text && !value.EndsWith(":semver", StringComparison.Ordinal) && operand.Contains(value, StringComparison.Ordinal),
            _ => Order(c.OperandKind, operand, value) is { } order && c.Operator switch
            {
                "EQUAL" => order == 0,
                "NOT_EQUAL" => order != 0,
                "GREATER_THAN" => order > 0,
                "GREATER_THAN_INCLUSIVE" => order >= 0,
                "LESS_THAN" => order < 0,
                "LESS_THAN_INCLUSIVE" => order <= 0,
                _ => false,
            },
        };
    }

    private static int? Order(TraitKind kind, string operand, string value) => kind switch
    {
        TraitKind.Boolean => (operand == "True").CompareTo(value is not ("False" or "false")),
        TraitKind.Integer => BigInteger.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var v)
            ? BigInteger.Parse(operand, CultureInfo.InvariantCulture).CompareTo(v) : null,
        TraitKind.Float => Number(value) is { } v ? Number(operand)!.Value.CompareTo(v) : null,
        _ when value.EndsWith(":semver", StringComparison.Ordinal) =>
            SemanticVersion.TryParse(operand, out var left) && SemanticVersion.TryParse(value[..^7], out var right) ? left.CompareTo(right) : null,
        _ => string.CompareOrdinal(operand, value),
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static bool Modulo(double? operand, string value)
    {
        var parts = value.Split('|');
        if (parts.Length != 2 || Number(parts[0]) is not { } divisor || Number(parts[1]) is not { } remainder || divisor == 0) return false;
        return operand - (divisor * Math.Floor(operand!.Value / divisor)) == remainder;
    }

    private static bool IsMatch(string operand, string pattern)
    {
        try
        {
            return Regex.IsMatch(operand, $@"\A(?:{pattern})", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string[] Members(string value)
    {
        // The contexts that it is held against hold no half lists.
        return value.StartsWith('[') ? [.. JsonSerializer.Deserialize<JsonElement[]>(value)!.Select(element => element.ToString())] : value.Split(',');
    }

    private static double Percent(string text)
    {
#pragma warning disable CA5351 // Not security: it is the hash of the protocol.
        var hash = new BigInteger(MD5.HashData(Encoding.UTF8.GetBytes(text)), isUnsigned: true, isBigEndian: true);
#pragma warning restore CA5351
        return (double)(hash % 9_999) / 9_998 * 100;
    }
}
