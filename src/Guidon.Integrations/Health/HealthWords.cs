using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Guidon.Integrations.Health;

/// <summary>Writes why a feature is well or not, as the management API shows it: <c>{"text_blocks": [{"text", "title"}], "url_blocks": [{"url", "title"}]}</c>.</summary>
internal static class HealthWords
{
    internal const int BlocksMax = 20;
    internal const int CharsMax = 2_000;

    internal static string Write(IEnumerable<(string Text, string? Title)> texts, IEnumerable<(string Url, string? Title)> urls)
    {
        var content = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            WriteBlocks(json, "text_blocks", "text", texts);
            WriteBlocks(json, "url_blocks", "url", urls);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(content.WrittenSpan);
    }

    /// <summary>Whether people can be led there.</summary>
    internal static bool IsAddress(string text) => text.Length <= CharsMax && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>A text that is never refused for its length, since an alert must not be lost for it: it is cut, and shows it.</summary>
    internal static string Cut(string text)
    {
        if (text.Length <= CharsMax) return text;
        return text[..(char.IsHighSurrogate(text[CharsMax - 2]) ? CharsMax - 2 : CharsMax - 1)] + "…";
    }

    private static void WriteBlocks(Utf8JsonWriter json, string name, string field, IEnumerable<(string Value, string? Title)> blocks)
    {
        json.WriteStartArray(name);
        foreach (var (value, title) in blocks.Take(BlocksMax))
        {
            json.WriteStartObject();
            json.WriteString(field, value);
            if (title is null) json.WriteNull("title");
            else json.WriteString("title", title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
