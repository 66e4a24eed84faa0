using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Rules;

// Hot path: Matches must not allocate (guarded by AllocationTests).

/// <summary>
/// The value of a comparing condition, cast once to each type that a subject's value can have. The subject's value decides which cast
/// counts; a cast that failed makes the condition false, for <c>NOT_EQUAL</c> too.
/// </summary>
internal sealed class Comparand
{
    private const string VersionSuffix = ":semver";

    private readonly string _text;
    private readonly bool _boolean;
    private readonly Scalar? _integer;
    private readonly double? _float;
    private readonly string? _version;
    private readonly VersionText? _versionParts;

    public Comparand(string text)
    {
        _text = text;
        // Python's cast knows two spellings of false; every other text, "0" and "" too, is true.
        _boolean = text is not ("False" or "false");
        _integer = PythonNumber.Integer(text);
        _float = PythonNumber.Float(text);
        if (!text.EndsWith(VersionSuffix, StringComparison.Ordinal)) return;
        _version = text[..^VersionSuffix.Length];
        _versionParts = VersionText.TryParse(_version, out var parts) ? parts : null;
    }

    /// <param name="comparison">One of the six orders, or <see cref="ConditionOperator.Contains"/>.</param>
    /// <param name="operand">The subject's value; not null.</param>
    public bool Matches(ConditionOperator comparison, scoped in Operand operand) => operand.Kind switch
    {
        TraitKind.Boolean => Holds(comparison, operand.Boolean.CompareTo(_boolean)),
        TraitKind.Integer => _integer is { } integer && Holds(comparison, Compare(operand, integer)),
        TraitKind.Float => _float is { } number && Holds(comparison, operand.Number, number),
        _ => MatchesText(comparison, operand.Text),
    };

    private bool MatchesText(ConditionOperator comparison, ReadOnlySpan<char> text)
    {
        if (_version is not null)
        {
            return _versionParts is { } parts && VersionText.TryParse(text, out var version)
                && Holds(comparison, VersionText.Compare(text, version, _version, parts));
        }

        return comparison switch
        {
            ConditionOperator.Contains => text.Contains(_text, StringComparison.Ordinal),
            ConditionOperator.Equal => text.SequenceEqual(_text),
            ConditionOperator.NotEqual => !text.SequenceEqual(_text),
            _ => Holds(comparison, CodePointOrder.Compare(text, _text)),
        };
    }

    private static int Compare(scoped in Operand left, in Scalar right)
    {
        if (!left.IsWide && !right.IsWide) return left.Integer.CompareTo(right.Bits);
        var rightText = right.Text.AsSpan();
        var leftIsNegative = left.Text[0] == '-';
        if (leftIsNegative != (rightText[0] == '-')) return leftIsNegative ? -1 : 1;
        // Canonical texts of one sign: the longer number is the greater one.
        var order = left.Text.Length != rightText.Length ? left.Text.Length.CompareTo(rightText.Length) : left.Text.SequenceCompareTo(rightText);
        return leftIsNegative ? -order : order;
    }

    private static bool Holds(ConditionOperator comparison, int order) => comparison switch
    {
        ConditionOperator.Equal => order == 0,
        ConditionOperator.NotEqual => order != 0,
        ConditionOperator.GreaterThan => order > 0,
        ConditionOperator.GreaterThanInclusive => order >= 0,
        ConditionOperator.LessThan => order < 0,
        ConditionOperator.LessThanInclusive => order <= 0,
        _ => false,
    };

    /// <summary>By IEEE: nothing but <c>NOT_EQUAL</c> holds for "not a number".</summary>
    private static bool Holds(ConditionOperator comparison, double left, double right) => comparison switch
    {
        ConditionOperator.Equal => left == right,
        ConditionOperator.NotEqual => left != right,
        ConditionOperator.GreaterThan => left > right,
        ConditionOperator.GreaterThanInclusive => left >= right,
        ConditionOperator.LessThan => left < right,
        ConditionOperator.LessThanInclusive => left <= right,
        _ => false,
    };
}
