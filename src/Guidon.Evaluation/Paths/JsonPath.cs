using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Guidon.Evaluation.Paths;

/// <summary>
/// The part of RFC 9535 that conditions use: members (dotted and quoted), indexes and wildcards. Filters, slices, unions and descendants
/// are refused: a condition with one sees no value but a trait of that very name, and the checks say so when a rule is saved.
/// </summary>
internal sealed class JsonPath
{
    private JsonPath(ImmutableArray<JsonPathStep> steps) => Steps = steps;

    public ImmutableArray<JsonPathStep> Steps { get; }

    /// <returns><see langword="null"/> when the text is no path or one beyond the supported part.</returns>
    public static JsonPath? TryParse(string text)
    {
        if (!text.StartsWith('$')) return null;
        var steps = ImmutableArray.CreateBuilder<JsonPathStep>();
        var at = 1;
        while (at < text.Length)
        {
            SkipBlanks(text, ref at);
            // The grammar allows blanks between steps, not behind the last one.
            if (at >= text.Length || !TryReadStep(text, ref at, out var step)) return null;
            steps.Add(step);
        }

        return new(steps.DrainToImmutable());
    }

    private static bool TryReadStep(string text, ref int at, out JsonPathStep step)
    {
        step = default;
        return text[at++] switch
        {
            '.' => TryReadDotted(text, ref at, out step),
            '[' => TryReadBracketed(text, ref at, out step),
            _ => false,
        };
    }

    private static bool TryReadDotted(string text, ref int at, out JsonPathStep step)
    {
        step = JsonPathStep.EveryChild;
        if (at < text.Length && text[at] == '*')
        {
            at++;
            return true;
        }

        var start = at;
        while (at < text.Length && IsNameCharacter(text, ref at, first: at == start))
        {
        }

        step = new(text[start..at], null);
        return at > start;
    }

    /// <summary>Letters, underscore and everything beyond ASCII; digits but in the first place. Moves behind the character.</summary>
    private static bool IsNameCharacter(string text, ref int at, bool first)
    {
        if (!Rune.TryGetRuneAt(text, at, out var rune)) return false;
        var belongs = rune.Value >= 0x80 || rune.Value == '_' || char.IsAsciiLetter((char)rune.Value) || (!first && char.IsAsciiDigit((char)rune.Value));
        if (belongs) at += rune.Utf16SequenceLength;
        return belongs;
    }

    private static bool TryReadBracketed(string text, ref int at, out JsonPathStep step)
    {
        step = default;
        SkipBlanks(text, ref at);
        if (at >= text.Length || !TryReadSelector(text, ref at, out step)) return false;
        SkipBlanks(text, ref at);
        if (at >= text.Length || text[at] != ']') return false;
        at++;
        return true;
    }

    private static bool TryReadSelector(string text, ref int at, out JsonPathStep step)
    {
        step = JsonPathStep.EveryChild;
        if (text[at] == '*')
        {
            at++;
            return true;
        }

        if (text[at] is '\'' or '"')
        {
            var name = QuotedName.TryRead(text, ref at);
            step = new(name, null);
            return name is not null;
        }

        return TryReadIndex(text, ref at, out step);
    }

    private static bool TryReadIndex(string text, ref int at, out JsonPathStep step)
    {
        var start = at;
        if (text[at] == '-') at++;
        var digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        var canonical = at > digits && (text[digits] != '0' || (at == digits + 1 && digits == start));
        step = default;
        if (!canonical || !int.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            return false;
        step = new(null, index);
        return true;
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r') at++;
    }
}
