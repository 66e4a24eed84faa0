using Guidon.Evaluation.Definitions;
using Guidon.Evaluation.Paths;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Rules;

/// <summary>Says of a condition, when it is saved, what its evaluation will pass over in silence. Parses with the evaluator's own parsers.</summary>
public static class ConditionChecks
{
    private const string VersionSuffix = ":semver";

    /// <summary>All faults of one condition; of none when it is sound.</summary>
    public static IEnumerable<ConditionFault> Check(ConditionDefinition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var kind = ConditionNames.Operator(condition.Operator);
        if (kind == ConditionOperator.Never) yield return ConditionFault.UnknownOperator;
        if (condition.Property is { } property && property.StartsWith("$.", StringComparison.Ordinal) && JsonPath.TryParse(property) is null)
            yield return ConditionFault.InvalidPath;
        if (OfValue(kind, condition.Value) is { } fault) yield return fault;
    }

    private static ConditionFault? OfValue(ConditionOperator kind, string? value)
    {
        if (kind is ConditionOperator.Never or ConditionOperator.IsSet or ConditionOperator.IsNotSet) return null;
        if (value is null) return ConditionFault.NoValue;
        return kind switch
        {
            ConditionOperator.Regex => Pattern.TryParse(value) is not { } pattern ? ConditionFault.InvalidPattern
                : pattern.Backtracks ? ConditionFault.BacktrackingPattern : null,
            ConditionOperator.Modulo => Modulus.TryParse(value) is null ? ConditionFault.InvalidModulo : null,
            ConditionOperator.PercentageSplit => PythonNumber.Float(value) is >= 0 and <= 100 ? null : ConditionFault.InvalidPercentage,
            ConditionOperator.In => value.StartsWith('[') && !Membership.IsJsonList(value) ? ConditionFault.ListIsNotJson : null,
            ConditionOperator.NotContains => null,
            _ => OfVersion(value),
        };
    }

    private static ConditionFault? OfVersion(string value) =>
        value.EndsWith(VersionSuffix, StringComparison.Ordinal) && !VersionText.TryParse(value.AsSpan(0, value.Length - VersionSuffix.Length), out _)
            ? ConditionFault.InvalidVersion
            : null;
}
