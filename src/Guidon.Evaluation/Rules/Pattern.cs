using System.Text.RegularExpressions;

namespace Guidon.Evaluation.Rules;

/// <summary>
/// The value of a <c>REGEX</c> condition. As in the normative engine a match must begin where the text begins, but need not end where it
/// ends. Cannot run away: the engine without backtracking takes time linear in the text; a pattern that it cannot read (look-around,
/// back-references) is cut off.
/// </summary>
internal sealed class Pattern
{
    /// <summary>Longer patterns never match; the platform stores at most 1,000 characters.</summary>
    public const int CharactersMax = 1_000;

    /// <summary>How long a pattern with backtracking may search one value.</summary>
    private static readonly TimeSpan BacktrackingMax = TimeSpan.FromMilliseconds(5);

    private readonly Regex _regex;
    private readonly bool _anchored;

    private Pattern(Regex regex, bool anchored, bool backtracks)
    {
        _regex = regex;
        _anchored = anchored;
        Backtracks = backtracks;
    }

    /// <summary>True when only the time limit bounds it.</summary>
    public bool Backtracks { get; }

    /// <returns><see langword="null"/> when the text is no pattern of Python's <c>re</c>, or too long or too large.</returns>
    public static Pattern? TryParse(string text)
    {
        if (text.Length > CharactersMax || PythonPattern.TryTranslate(text) is not { } pattern) return null;
        // Compiled first as it stands: "a)(b" is invalid but would become valid inside the group. A '#' may begin a comment that would
        // swallow the group's end; such a pattern searches on, and only a match at the start counts.
        if (TryCompile(pattern, anchored: false) is not { } plain) return null;
        return pattern.Contains('#') ? plain : TryCompile($@"\A(?:{pattern})", anchored: true);
    }

    /// <summary>Whether a match begins at the start of the text.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="timedOut">Set when the search was cut off, never cleared; while it is set no pattern with backtracking is tried.</param>
    public bool IsMatch(ReadOnlySpan<char> text, ref bool timedOut)
    {
        // One cut-off per evaluation bounds it, whatever the document holds.
        if (Backtracks && timedOut) return false;
        try
        {
            return _anchored ? _regex.IsMatch(text) : BeginsAtStart(text);
        }
        catch (RegexMatchTimeoutException)
        {
            timedOut = true;
            return false;
        }
    }

    private bool BeginsAtStart(ReadOnlySpan<char> text)
    {
        var matches = _regex.EnumerateMatches(text);
        return matches.MoveNext() && matches.Current.Index == 0;
    }

    private static Pattern? TryCompile(string pattern, bool anchored)
    {
        try
        {
            return new(new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), anchored, backtracks: false);
        }
        catch (NotSupportedException)
        {
            return new(new(pattern, RegexOptions.CultureInvariant, BacktrackingMax), anchored, backtracks: true);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
