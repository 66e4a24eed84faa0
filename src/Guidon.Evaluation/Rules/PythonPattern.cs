using System.Buffers;
using System.Text;

namespace Guidon.Evaluation.Rules;

/// <summary>
/// Rewrites what Python's <c>re</c> spells differently from .NET, and refuses what it would refuse, so that a pattern means the same here
/// as in the normative engine.
/// </summary>
internal static class PythonPattern
{
    private static readonly SearchValues<char> KnownFlags = SearchValues.Create("aimsux-");

    /// <returns><see langword="null"/> when Python would not compile the pattern.</returns>
    public static string? TryTranslate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var unit = pattern[at];
            if (unit == '\\')
            {
                if (++at >= pattern.Length || Escape(pattern[at], inClass) is not { } escape) return null;
                result.Append(escape);
            }
            else if (inClass)
            {
                inClass = unit != ']' || IsClassStart(pattern, at);
                // .NET would read "[a-z-[x]]" as a subtraction.
                result.Append(unit == '[' ? @"\[" : unit.ToString());
            }
            else if (unit == '(' && at + 1 < pattern.Length && pattern[at + 1] == '?')
            {
                if (Group(pattern, ref at) is not { } group) return null;
                result.Append(group);
            }
            else
            {
                inClass = unit == '[';
                result.Append(Plain(pattern, ref at));
            }
        }

        return result.ToString();
    }

    /// <summary>A closing bracket in the first place of a class is a member of it.</summary>
    private static bool IsClassStart(string pattern, int at) =>
        pattern[at - 1] == '[' && !IsEscaped(pattern, at - 1) || (pattern[at - 1] == '^' && at >= 2 && pattern[at - 2] == '[' && !IsEscaped(pattern, at - 2));

    private static bool IsEscaped(string pattern, int at)
    {
        var slashes = 0;
        while (at - slashes > 0 && pattern[at - slashes - 1] == '\\') slashes++;
        return slashes % 2 == 1;
    }

    private static string? Escape(char letter, bool inClass) => letter switch
    {
        // Python's \Z is the very end; .NET's allows a line break behind it.
        'Z' => inClass ? null : @"\z",
        'A' or 'B' when inClass => null,
        'A' or 'B' or 'b' or 'd' or 'D' or 's' or 'S' or 'w' or 'W' or 'a' or 'f' or 'n' or 'r' or 't' or 'v' or 'x' or 'u' => @"\" + letter,
        _ when char.IsAsciiLetter(letter) => null,
        _ => @"\" + letter,
    };

    /// <summary>The beginning of a group that starts with a question mark; moves to its last character.</summary>
    private static string? Group(string pattern, ref int at)
    {
        var rest = pattern.AsSpan(at);
        if (rest.StartsWith("(?P<")) return Take(ref at, "(?P<", "(?<");
        if (rest.StartsWith("(?P="))
        {
            var end = rest.IndexOf(')');
            if (end < 0) return null;
            at += end;
            return $@"\k<{rest[4..end]}>";
        }

        foreach (var known in (ReadOnlySpan<string>)["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?#", "(?("])
            if (rest.StartsWith(known, StringComparison.Ordinal)) return Take(ref at, known, known);
        return Flags(rest, ref at);
    }

    private static string Take(ref int at, string known, string written)
    {
        at += known.Length - 1;
        return written;
    }

    /// <summary>Inline flags: a, i, L, m, s, u and x. Only those that .NET shares are kept; Unicode is the rule in both.</summary>
    private static string? Flags(ReadOnlySpan<char> rest, ref int at)
    {
        var end = rest.IndexOfAny(')', ':');
        if (end < 3) return null;
        var flags = rest[2..end];
        if (flags.ContainsAnyExcept(KnownFlags)) return null;
        // ASCII-only matching has no counterpart here that would not change other parts of the pattern.
        var kept = flags.ToString().Replace("u", "", StringComparison.Ordinal).Replace("a", "", StringComparison.Ordinal);
        // Global flags must stand at the very start; Python refuses them elsewhere.
        if (rest[end] == ')' && (at != 0 || kept.Contains('-', StringComparison.Ordinal))) return null;
        at += end;
        return kept.Length == 0 && rest[end] == ')' ? "(?:)" : $"(?{kept}{rest[end]}";
    }

    /// <summary>Everything else; <c>{,n}</c> is a count from 0 in Python and plain text in .NET.</summary>
    private static string Plain(string pattern, ref int at)
    {
        if (pattern[at] != '{' || at + 2 >= pattern.Length || pattern[at + 1] != ',') return pattern[at].ToString();
        var digits = pattern.AsSpan(at + 2);
        var count = digits.IndexOfAnyExceptInRange('0', '9');
        if (count < 0 || digits[count] != '}') return "{";
        at++;
        return "{0,";
    }
}
