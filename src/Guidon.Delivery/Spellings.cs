using System.Text.Encodings.Web;
using System.Text.Json;

namespace Guidon.Delivery;

/// <summary>The ways in which a text is written where requests and answers are quoted.</summary>
public static class Spellings
{
    /// <summary>As it is, as a JSON string by two encoders, and as a part of a URL; each once.</summary>
    public static string[] Of(string text) =>
    [
        .. new[]
        {
            text,
            JsonEncodedText.Encode(text).Value,
            JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
            Uri.EscapeDataString(text),
        }.Distinct(StringComparer.Ordinal),
    ];
}
