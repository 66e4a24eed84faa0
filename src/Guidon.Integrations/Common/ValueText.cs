using System.Globalization;
using System.Text;
using Guidon.Events;

namespace Guidon.Integrations.Common;

/// <summary>Looks into the JSON text of a flag or trait value.</summary>
internal static class ValueText
{
    internal static bool IsNull(EventValue value) => value.Json == "null";

    internal static bool IsText(EventValue value) => value.Json[0] == '"';

    /// <summary>What Python calls true: anything but null, false, zero and the empty text.</summary>
    internal static bool IsTruthy(EventValue value) => value.Json switch
    {
        "null" or "false" or "\"\"" => false,
        "true" => true,
        _ => IsText(value) || !double.TryParse(value.Json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number != 0,
    };

    /// <summary>The text without quotes and escapes. By hand, since lone surrogates are legal here and JSON readers refuse them.</summary>
    /// <param name="value">A text value.</param>
    internal static string Unquote(EventValue value)
    {
        var json = value.Json.AsSpan(1, value.Json.Length - 2);
        if (!json.Contains('\\')) return json.ToString();
        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
                continue;
            }

            i++;
            text.Append(Unescape(json[i..]));
            if (json[i] == 'u') i += 4;
        }

        return text.ToString();
    }

    private static char Unescape(ReadOnlySpan<char> escape) => escape[0] switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\b',
        'f' => '\f',
        'u' => (char)ushort.Parse(escape.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        var self => self,
    };
}
