namespace Guidon.Evaluation.Rules;

/// <summary>The protocol's names of operators and rule types. Exact: no other case or spelling counts.</summary>
internal static class ConditionNames
{
    public static ConditionOperator Operator(string name) => name switch
    {
        "EQUAL" => ConditionOperator.Equal,
        "NOT_EQUAL" => ConditionOperator.NotEqual,
        "GREATER_THAN" => ConditionOperator.GreaterThan,
        "GREATER_THAN_INCLUSIVE" => ConditionOperator.GreaterThanInclusive,
        "LESS_THAN" => ConditionOperator.LessThan,
        "LESS_THAN_INCLUSIVE" => ConditionOperator.LessThanInclusive,
        "CONTAINS" => ConditionOperator.Contains,
        "NOT_CONTAINS" => ConditionOperator.NotContains,
        "REGEX" => ConditionOperator.Regex,
        "MODULO" => ConditionOperator.Modulo,
        "IN" => ConditionOperator.In,
        "PERCENTAGE_SPLIT" => ConditionOperator.PercentageSplit,
        "IS_SET" => ConditionOperator.IsSet,
        "IS_NOT_SET" => ConditionOperator.IsNotSet,
        _ => ConditionOperator.Never,
    };

    public static RuleType Rule(string name) => name switch
    {
        "ALL" => RuleType.All,
        "ANY" => RuleType.Any,
        "NONE" => RuleType.None,
        _ => RuleType.Unknown,
    };
}
