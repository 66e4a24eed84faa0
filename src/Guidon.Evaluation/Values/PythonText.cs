using System.Globalization;

namespace Guidon.Evaluation.Values;

/// <summary>Text of values as Python's <c>str</c> prints them, since the normative engine hashes and matches that text.</summary>
internal static class PythonText
{
    /// <summary>Characters that every float, boolean and 64-bit integer fits in.</summary>
    public const int ScalarCharsMax = 40;

    /// <summary>The text of any value but null.</summary>
    /// <param name="operand">The value.</param>
    /// <param name="buffer">At least <see cref="ScalarCharsMax"/> places; used for floats only.</param>
    public static ReadOnlySpan<char> Of(scoped in Operand operand, Span<char> buffer) => operand.Kind switch
    {
        TraitKind.Boolean => operand.Boolean ? "True" : "False",
        TraitKind.Float => buffer[..WriteFloat(operand.Number, buffer)],
        _ => operand.Text,
    };

    /// <summary>As <c>repr</c>: <c>1.0</c>, <c>0.0001</c>, <c>1e-05</c>, <c>1e+16</c>, <c>inf</c>, <c>nan</c>.</summary>
    public static string OfFloat(double value)
    {
        Span<char> buffer = stackalloc char[ScalarCharsMax];
        return buffer[..WriteFloat(value, buffer)].ToString();
    }

    private static int WriteFloat(double value, Span<char> buffer)
    {
        if (!double.IsFinite(value)) return Append(buffer, 0, double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        if (value == 0) return Append(buffer, 0, double.IsNegative(value) ? "-0.0" : "0.0");

        // "E16" is exact but long; "R" is the shortest text that reads back as the same double, as Python's is. Only its layout differs.
        Span<char> shortest = stackalloc char[ScalarCharsMax];
        value.TryFormat(shortest, out var length, "R", CultureInfo.InvariantCulture);
        Span<char> digits = stackalloc char[ScalarCharsMax];
        var count = Split(shortest[..length], digits, out var pointAt);
        var at = value < 0 ? Append(buffer, 0, "-") : 0;
        // Python switches to exponents below 1e-4 and from 1e16 on.
        return pointAt is > -4 and <= 16
            ? WriteFixed(digits[..count], pointAt, buffer, at)
            : WriteExponent(digits[..count], pointAt - 1, buffer, at);
    }

    /// <summary>Reads the significant digits of .NET's text and where the decimal point stands relative to the first of them.</summary>
    private static int Split(ReadOnlySpan<char> text, Span<char> digits, out int pointAt)
    {
        text = text.TrimStart('-');
        var exponentAt = text.IndexOf('E');
        var exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        whole.CopyTo(digits);
        var count = whole.Length;
        if (point >= 0)
        {
            mantissa[(point + 1)..].CopyTo(digits[count..]);
            count += mantissa.Length - point - 1;
        }

        var zeros = digits[..count].IndexOfAnyExcept('0');
        digits[zeros..count].CopyTo(digits);
        pointAt = whole.Length - zeros + exponent;
        return digits[..(count - zeros)].TrimEnd('0').Length;
    }

    private static int WriteFixed(ReadOnlySpan<char> digits, int pointAt, Span<char> buffer, int at)
    {
        if (pointAt <= 0)
        {
            at = Append(buffer, at, "0.");
            buffer.Slice(at, -pointAt).Fill('0');
            return Append(buffer, at - pointAt, digits);
        }

        if (pointAt < digits.Length)
        {
            at = Append(buffer, at, digits[..pointAt]);
            at = Append(buffer, at, ".");
            return Append(buffer, at, digits[pointAt..]);
        }

        at = Append(buffer, at, digits);
        buffer.Slice(at, pointAt - digits.Length).Fill('0');
        return Append(buffer, at + pointAt - digits.Length, ".0");
    }

    private static int WriteExponent(ReadOnlySpan<char> digits, int exponent, Span<char> buffer, int at)
    {
        at = Append(buffer, at, digits[..1]);
        if (digits.Length > 1)
        {
            at = Append(buffer, at, ".");
            at = Append(buffer, at, digits[1..]);
        }

        at = Append(buffer, at, exponent < 0 ? "e-" : "e+");
        Math.Abs(exponent).TryFormat(buffer[at..], out var written, "00", CultureInfo.InvariantCulture);
        return at + written;
    }

    private static int Append(Span<char> buffer, int at, ReadOnlySpan<char> text)
    {
        text.CopyTo(buffer[at..]);
        return at + text.Length;
    }
}
