namespace Guidon.Evaluation.Values;

/// <summary>Orders text by code point, as Python does. .NET's ordinal order is by UTF-16 unit and puts U+1F600 before U+FF00.</summary>
internal static class CodePointOrder
{
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length) return left.Length.CompareTo(right.Length);
        return Rank(left[common]).CompareTo(Rank(right[common]));
    }

    /// <summary>Lifts surrogates above the rest of the basic plane; their pairs stand for the code points behind it.</summary>
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
