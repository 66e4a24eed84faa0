using System.Globalization;

namespace Guidon.Evaluation.Values;

// Hot path: must not allocate (guarded by AllocationTests). A ref struct, so that texts can lie in the caller's stack memory.

/// <summary>
/// A looked-up value as operators see it: text that is a plain number has become that number (section 4.4 of the protocol notes).
/// </summary>
internal readonly ref struct Operand
{
    private readonly long _bits;

    private Operand(TraitKind kind, ReadOnlySpan<char> text, long bits, bool wide)
    {
        Kind = kind;
        Text = text;
        _bits = bits;
        IsWide = wide;
    }

    /// <summary>The type after coercion.</summary>
    public TraitKind Kind { get; }

    /// <summary>Text itself, or the canonical decimal text of an integer; empty otherwise.</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>True for an integer beyond 64 bits, of which only <see cref="Text"/> tells the value.</summary>
    public bool IsWide { get; }

    public bool Boolean => _bits != 0;

    public long Integer => _bits;

    public double Number => BitConverter.Int64BitsToDouble(_bits);

    public static Operand Of(scoped in Scalar scalar) => new(scalar.Kind, scalar.Text, scalar.Bits, scalar.IsWide);

    /// <summary>Coerces text. Only ASCII digits count, and only <c>-?[0-9]+</c> and <c>-?[0-9]+\.[0-9]+</c>.</summary>
    public static Operand OfText(ReadOnlySpan<char> text)
    {
        var digits = text.StartsWith('-') ? text[1..] : text;
        var end = DigitsAt(digits, 0);
        if (end == 0) return new(TraitKind.Text, text, 0, false);
        if (end == digits.Length) return OfInteger(text);
        var isFloat = digits[end] == '.' && end + 1 < digits.Length && DigitsAt(digits, end + 1) == digits.Length;
        if (!isFloat) return new(TraitKind.Text, text, 0, false);
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return new(TraitKind.Float, default, BitConverter.DoubleToInt64Bits(number), false);
    }

    /// <param name="text">An optional minus and at least one ASCII digit; leading zeros are dropped.</param>
    public static Operand OfInteger(ReadOnlySpan<char> text)
    {
        var negative = text[0] == '-';
        var digits = (negative ? text[1..] : text).TrimStart('0');
        if (digits.IsEmpty) return new(TraitKind.Integer, "0", 0, false);
        // The one case that allocates: "-007" has no canonical text inside itself.
        var canonical = !negative ? digits : digits.Length == text.Length - 1 ? text : string.Concat("-", digits);
        var fits = long.TryParse(canonical, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return new(TraitKind.Integer, canonical, value, !fits);
    }

    /// <summary>Where the run of ASCII digits that begins at a place ends.</summary>
    // By hand: until the runtime has optimised it, which can take seconds on a busy machine, IndexOfAnyExceptInRange boxes its bounds.
    private static int DigitsAt(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }
}
