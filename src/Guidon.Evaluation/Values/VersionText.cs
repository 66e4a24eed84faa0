namespace Guidon.Evaluation.Values;

// Hot path: parsing and comparing must not allocate (guarded by AllocationTests). NuGet.Versioning's strict parser was tried: it
// allocates per value, stops at 32 bits and compares labels without case, which SemVer 2.0 and the normative engine do not.
// VersionTextTests hold this against it where the two may agree.

/// <summary>Where the parts of a strict SemVer 2.0 text lie. Build metadata has been checked and is not kept: it has no precedence.</summary>
internal readonly record struct VersionText
{
    private readonly int _minorAt;
    private readonly int _patchAt;
    private readonly int _coreEnd;
    private readonly int _labelsEnd;

    private VersionText(int minorAt, int patchAt, int coreEnd, int labelsEnd)
    {
        _minorAt = minorAt;
        _patchAt = patchAt;
        _coreEnd = coreEnd;
        _labelsEnd = labelsEnd;
    }

    /// <param name="text"><c>MAJOR.MINOR.PATCH[-labels][+build]</c>; no <c>v</c>, no leading zeros, no white space.</param>
    /// <param name="version">The parts, when true is returned.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out VersionText version)
    {
        version = default;
        var at = 0;
        if (!SkipNumber(text, ref at) || !Skip(text, ref at, '.')) return false;
        var minorAt = at;
        if (!SkipNumber(text, ref at) || !Skip(text, ref at, '.')) return false;
        var patchAt = at;
        if (!SkipNumber(text, ref at)) return false;
        var coreEnd = at;
        if (Skip(text, ref at, '-') && !SkipIdentifiers(text, ref at, numbersMayHaveZeros: false)) return false;
        var labelsEnd = at;
        if (Skip(text, ref at, '+') && !SkipIdentifiers(text, ref at, numbersMayHaveZeros: true)) return false;
        version = new(minorAt, patchAt, coreEnd, labelsEnd);
        return at == text.Length;
    }

    /// <summary>Precedence by SemVer 2.0: core numbers, then a release above its pre-releases, then the labels one by one.</summary>
    public static int Compare(ReadOnlySpan<char> left, VersionText leftParts, ReadOnlySpan<char> right, VersionText rightParts)
    {
        var order = CompareNumbers(left[..(leftParts._minorAt - 1)], right[..(rightParts._minorAt - 1)]);
        if (order == 0)
            order = CompareNumbers(left[leftParts._minorAt..(leftParts._patchAt - 1)], right[rightParts._minorAt..(rightParts._patchAt - 1)]);
        if (order == 0)
            order = CompareNumbers(left[leftParts._patchAt..leftParts._coreEnd], right[rightParts._patchAt..rightParts._coreEnd]);
        return order != 0 ? order : CompareLabels(leftParts.Labels(left), rightParts.Labels(right));
    }

    private ReadOnlySpan<char> Labels(ReadOnlySpan<char> text) => _labelsEnd > _coreEnd ? text[(_coreEnd + 1).._labelsEnd] : default;

    private static int CompareLabels(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty) return left.IsEmpty.CompareTo(right.IsEmpty);
        while (true)
        {
            var order = CompareLabel(TakeLabel(ref left), TakeLabel(ref right));
            if (order != 0) return order;
            if (left.IsEmpty || right.IsEmpty) return right.IsEmpty.CompareTo(left.IsEmpty);
        }
    }

    private static ReadOnlySpan<char> TakeLabel(ref ReadOnlySpan<char> labels)
    {
        var dot = labels.IndexOf('.');
        var label = dot < 0 ? labels : labels[..dot];
        labels = dot < 0 ? default : labels[(dot + 1)..];
        return label;
    }

    private static int CompareLabel(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftIsNumber = IsNumber(left);
        var rightIsNumber = IsNumber(right);
        if (leftIsNumber && rightIsNumber) return CompareNumbers(left, right);
        if (leftIsNumber != rightIsNumber) return leftIsNumber ? -1 : 1;
        return left.SequenceCompareTo(right);
    }

    /// <summary>Of any size: without leading zeros the longer number is the greater one.</summary>
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);

    // By hand: until the runtime has optimised it, IndexOfAnyExceptInRange boxes its bounds.
    private static bool IsNumber(ReadOnlySpan<char> label)
    {
        foreach (var each in label)
            if (!char.IsAsciiDigit(each)) return false;
        return true;
    }

    private static bool SkipNumber(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at > start && (at == start + 1 || text[start] != '0');
    }

    private static bool Skip(ReadOnlySpan<char> text, ref int at, char expected)
    {
        if (at >= text.Length || text[at] != expected) return false;
        at++;
        return true;
    }

    private static bool SkipIdentifiers(ReadOnlySpan<char> text, ref int at, bool numbersMayHaveZeros)
    {
        do
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '-')) at++;
            if (at == start) return false;
            if (!numbersMayHaveZeros && at > start + 1 && text[start] == '0' && IsNumber(text[start..at])) return false;
        }
        while (Skip(text, ref at, '.'));
        return true;
    }
}
