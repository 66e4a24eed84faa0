using System.Globalization;
using System.Numerics;

namespace Guidon.Evaluation.Definitions;

/// <summary>
/// Strength of an override or place of a variant: lower is stronger and earlier. Exact up to 128 bits and beyond, since the priority of
/// a variant without an id is its UUID read as a number, which a double would round into ties.
/// </summary>
public readonly record struct Priority
{
    /// <summary>Digits above which a number is compared as a double only; parsing long numbers takes quadratic time.</summary>
    private const int ExactDigitsMax = 400;

    private readonly double _rounded;
    private readonly BigInteger _exact;

    private Priority(double rounded, BigInteger exact)
    {
        _rounded = rounded;
        _exact = exact;
    }

    /// <summary>What a missing priority means: every other one is stronger.</summary>
    public static Priority Weakest { get; } = new(double.PositiveInfinity, BigInteger.Zero);

    /// <summary>Lower numbers before higher ones.</summary>
    public static IComparer<Priority> StrongestFirst { get; } = Comparer<Priority>.Create((left, right) =>
    {
        var order = left._rounded.CompareTo(right._rounded);
        return order != 0 ? order : left._exact.CompareTo(right._exact);
    });

    /// <param name="value">Any number.</param>
    public static Priority Of(BigInteger value) => new((double)value, value);

    /// <param name="json">A valid JSON number.</param>
    public static Priority Parse(string json)
    {
        var rounded = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(rounded)) return new(rounded, BigInteger.Zero);
        var exact = json.Length <= ExactDigitsMax && BigInteger.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? integer
            : new BigInteger(rounded);
        return new(rounded, exact);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        double.IsInfinity(_rounded) ? "none" : double.IsInteger(_rounded) ? _exact.ToString(CultureInfo.InvariantCulture)
        : _rounded.ToString(CultureInfo.InvariantCulture);
}
