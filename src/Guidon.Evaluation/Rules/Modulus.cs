using System.Globalization;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Rules;

/// <summary>The value of a <c>MODULO</c> condition: divisor and wanted remainder.</summary>
internal sealed class Modulus
{
    private readonly double _divisor;
    private readonly double _remainder;

    private Modulus(double divisor, double remainder)
    {
        _divisor = divisor;
        _remainder = remainder;
    }

    /// <param name="text"><c>divisor|remainder</c> with exactly one bar.</param>
    /// <returns><see langword="null"/> when the text is anything else or the divisor is 0.</returns>
    public static Modulus? TryParse(string text)
    {
        var parts = text.Split('|');
        if (parts.Length != 2) return null;
        return PythonNumber.Float(parts[0]) is { } divisor && PythonNumber.Float(parts[1]) is { } remainder && divisor != 0
            ? new(divisor, remainder)
            : null;
    }

    /// <summary>False for text and, unlike Python, for booleans: nobody who counts users means <c>true</c> as 1.</summary>
    public bool Matches(scoped in Operand operand) => operand.Kind switch
    {
        TraitKind.Integer => Matches(ToDouble(operand)),
        TraitKind.Float => Matches(operand.Number),
        _ => false,
    };

    private bool Matches(double value)
    {
        // Floored, as Python's: the result has the divisor's sign. C#'s has the value's.
        var rest = value % _divisor;
        if (rest != 0 && (_divisor < 0) != (rest < 0)) rest += _divisor;
        return rest == _remainder;
    }

    /// <summary>Infinite when no double is that large; a remainder of that is not a number and matches nothing.</summary>
    private static double ToDouble(scoped in Operand operand) =>
        operand.IsWide ? double.Parse(operand.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : operand.Integer;
}
