namespace Guidon.Evaluation.Rules;

/// <summary>Why a condition will not do what its author may think. None of these stops an evaluation: such a condition is just false.</summary>
public enum ConditionFault
{
    /// <summary>The operator is none of the fourteen; the condition never matches.</summary>
    UnknownOperator,

    /// <summary>The operator needs a value and there is none; the condition never matches.</summary>
    NoValue,

    /// <summary>Not a regular expression of Python's dialect, or a too long one; the condition never matches.</summary>
    InvalidPattern,

    /// <summary>A pattern with look-around or back-references: it is cut off after 5 ms and then does not match.</summary>
    BacktrackingPattern,

    /// <summary>Not <c>divisor|remainder</c>, or a divisor of 0; the condition never matches.</summary>
    InvalidModulo,

    /// <summary>Not a number from 0 to 100.</summary>
    InvalidPercentage,

    /// <summary>Text before <c>:semver</c> that is no strict SemVer 2.0 version; the condition never matches a text.</summary>
    InvalidVersion,

    /// <summary>A value that begins like a JSON list and is none: it is read as comma-separated text, brackets and all.</summary>
    ListIsNotJson,

    /// <summary>Begins with <c>$.</c> but is no path, or one beyond the supported part: only a trait of that very name is seen.</summary>
    InvalidPath,
}
