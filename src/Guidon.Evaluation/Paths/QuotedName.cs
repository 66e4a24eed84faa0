using System.Globalization;
using System.Text;

namespace Guidon.Evaluation.Paths;

/// <summary>A member name in quotes with its escapes, as RFC 9535 writes them inside brackets.</summary>
internal static class QuotedName
{
    /// <summary>Reads from the opening quote to behind the closing one.</summary>
    /// <returns><see langword="null"/> when the text is not well-formed.</returns>
    public static string? TryRead(string text, ref int at)
    {
        var quote = text[at++];
        var name = new StringBuilder();
        while (at < text.Length)
        {
            var unit = text[at++];
            if (unit == quote) return IsWellFormed(name) ? name.ToString() : null;
            if (unit < ' ') return null;
            if (unit != '\\') name.Append(unit);
            else if (!TryReadEscape(text, ref at, quote, name)) return null;
        }

        return null;
    }

    private static bool TryReadEscape(string text, ref int at, char quote, StringBuilder name)
    {
        if (at >= text.Length) return false;
        var letter = text[at++];
        if (letter == 'u') return TryReadUnit(text, ref at, name);
        var meant = letter switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '/' or '\\' => letter,
            // Each kind of quote is escaped in its own kind of text only.
            _ => letter == quote ? quote : '\0',
        };
        name.Append(meant);
        return meant != '\0';
    }

    private static bool TryReadUnit(string text, ref int at, StringBuilder name)
    {
        if (at + 4 > text.Length) return false;
        var hex = text.AsSpan(at, 4);
        if (!ushort.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)) return false;
        at += 4;
        name.Append((char)unit);
        return true;
    }

    /// <summary>False when escapes left half a surrogate pair.</summary>
    private static bool IsWellFormed(StringBuilder name)
    {
        var text = name.ToString().AsSpan();
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var used) != System.Buffers.OperationStatus.Done) return false;
            text = text[used..];
        }

        return true;
    }
}
