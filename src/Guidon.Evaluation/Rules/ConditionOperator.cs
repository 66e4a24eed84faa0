namespace Guidon.Evaluation.Rules;

/// <summary>What a condition asks.</summary>
internal enum ConditionOperator : byte
{
    /// <summary>An operator or value that can never match, whoever asks.</summary>
    Never,
    Equal,
    NotEqual,
    GreaterThan,
    GreaterThanInclusive,
    LessThan,
    LessThanInclusive,
    Contains,
    NotContains,
    Regex,
    Modulo,
    In,
    PercentageSplit,
    IsSet,
    IsNotSet,
}
