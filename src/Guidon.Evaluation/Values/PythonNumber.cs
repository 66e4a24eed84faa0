using System.Buffers;
using System.Globalization;
using System.Text;

namespace Guidon.Evaluation.Values;

/// <summary>
/// Reads condition values as Python's <c>int()</c> and <c>float()</c> do: white space around, underscores between digits, digits of any
/// script. Runs once per condition, when a rule is compiled.
/// </summary>
internal static class PythonNumber
{
    /// <summary>Digits that Python's own parser accepts at most.</summary>
    private const int IntegerDigitsMax = 4_300;

    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789.eE+-");

    // What str.isspace() calls space: Unicode's own and the four separators below it that .NET leaves out.
    private static readonly string WhiteSpace = string.Concat(
        Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(c => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f'));

    /// <returns>The integer in canonical form; null when the text is none, also for <c>1.0</c> and for blank text.</returns>
    public static Scalar? Integer(string text)
    {
        if (Normalise(text) is not { } plain) return null;
        var digits = plain.AsSpan(plain[0] is '+' or '-' ? 1 : 0);
        if (digits.IsEmpty || digits.Length > IntegerDigitsMax || digits.IndexOfAnyExceptInRange('0', '9') >= 0) return null;
        return Scalar.OfInteger(plain[0] == '+' ? plain[1..] : plain);
    }

    /// <returns>The double; null when the text is none. <c>inf</c>, <c>infinity</c> and <c>nan</c> are some, in any case.</returns>
    public static double? Float(string text)
    {
        if (Normalise(text) is not { } plain) return null;
        var body = plain[0] is '+' or '-' ? plain[1..] : plain;
        var sign = plain[0] == '-' ? -1.0 : 1.0;
        if (body.Equals("inf", StringComparison.OrdinalIgnoreCase) || body.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            return sign * double.PositiveInfinity;
        if (body.Equals("nan", StringComparison.OrdinalIgnoreCase)) return double.NaN;
        // .NET reads more than Python does ("1,0", "∞"); only these characters can make a Python float.
        if (body.AsSpan().ContainsAnyExcept(FloatCharacters)) return null;
        return double.TryParse(body, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? sign * value
            : null;
    }

    /// <summary>Trimmed, with ASCII digits and without underscores; null when blank or when an underscore stands where none may.</summary>
    private static string? Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        var trimmed = text.AsSpan().Trim(WhiteSpace);
        var afterDigit = false;
        for (var i = 0; i < trimmed.Length;)
        {
            if (Rune.DecodeFromUtf16(trimmed[i..], out var rune, out var used) != OperationStatus.Done) return null;
            i += used;
            if (rune.Value == '_')
            {
                if (!afterDigit || i >= trimmed.Length || Digit(trimmed[i..]) < 0) return null;
                afterDigit = false;
                continue;
            }

            var digit = Digit(rune);
            afterDigit = digit >= 0;
            if (afterDigit) plain.Append((char)('0' + digit));
            else plain.Append(rune.ToString());
        }

        return plain.Length == 0 ? null : plain.ToString();
    }

    private static int Digit(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done ? Digit(rune) : -1;

    private static int Digit(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
}
