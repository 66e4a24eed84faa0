using System.Globalization;

namespace Guidon.Evaluation.Values;

/// <summary>The storable form of an <see cref="Operand"/>: a value after coercion, with nothing left to parse.</summary>
internal readonly struct Scalar
{
    private Scalar(TraitKind kind, string? text, long bits, bool wide)
    {
        Kind = kind;
        Text = text;
        Bits = bits;
        IsWide = wide;
    }

    public TraitKind Kind { get; }

    /// <summary>Text itself, or the canonical decimal text of an integer.</summary>
    public string? Text { get; }

    /// <summary>The boolean, the integer or the double's bits.</summary>
    public long Bits { get; }

    /// <inheritdoc cref="Operand.IsWide"/>
    public bool IsWide { get; }

    public static Scalar OfBoolean(bool value) => new(TraitKind.Boolean, null, value ? 1 : 0, false);

    public static Scalar OfFloat(double value) => new(TraitKind.Float, null, BitConverter.DoubleToInt64Bits(value), false);

    /// <inheritdoc cref="Operand.OfText"/>
    public static Scalar OfText(string text) => From(Operand.OfText(text), text);

    /// <inheritdoc cref="Operand.OfInteger"/>
    public static Scalar OfInteger(string text) => From(Operand.OfInteger(text), text);

    /// <param name="json">A valid JSON number. Without fraction and exponent it is an integer of any size, else a double.</param>
    public static Scalar OfNumber(string json) => json.AsSpan().IndexOfAny('.', 'e', 'E') < 0
        ? OfInteger(json)
        : OfFloat(double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static Scalar From(Operand operand, string source)
    {
        // Trimmed text is shorter than its source: the source itself serves when nothing was cut.
        var text = operand.Kind == TraitKind.Float ? null : operand.Text.Length == source.Length ? source : operand.Text.ToString();
        return new(operand.Kind, text, operand.Kind == TraitKind.Float ? BitConverter.DoubleToInt64Bits(operand.Number) : operand.Integer, operand.IsWide);
    }
}
