namespace Guidon.Evaluation.Rules;

/// <summary>How a rule joins its conditions, and in the same way its sub-rules.</summary>
internal enum RuleType : byte
{
    /// <summary>A type that nobody knows; the rule never matches.</summary>
    Unknown,
    All,
    Any,
    None,
}
