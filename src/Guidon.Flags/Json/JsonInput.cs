using System.Text.Json;
using System.Text.Unicode;

namespace Guidon.Flags.Json;

/// <summary>Turns bytes of strangers into a root field. Never throws on bad input.</summary>
internal static class JsonInput
{
    /// <param name="utf8">JSON; comments are skipped when allowed.</param>
    /// <param name="comments">Whether comments and trailing commas are tolerated.</param>
    /// <param name="errors">Receives the one error that can come up here.</param>
    /// <param name="read">Called with the root, unless the input is no JSON; what it returns must not refer to it.</param>
    public static T? Read<T>(ReadOnlyMemory<byte> utf8, bool comments, JsonErrors errors, Func<JsonField, T?> read)
        where T : class
    {
        if (utf8.Length > DocumentLimits.DocumentBytesMax)
        {
            errors.Add("", $"has {utf8.Length} bytes; at most {DocumentLimits.DocumentBytesMax} are read");
            return null;
        }

        // The JSON reader leaves bytes inside strings alone until they are asked for, and throws then.
        if (!Utf8.IsValid(utf8.Span))
        {
            errors.Add("", "is not valid UTF-8");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, new()
            {
                MaxDepth = DocumentLimits.JsonDepthMax,
                CommentHandling = comments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
                AllowTrailingCommas = comments,
            });
            return read(new(document.RootElement, null, null, 0, errors));
        }
        catch (JsonException error)
        {
            errors.Add("", $"is not valid JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
            return null;
        }
    }
}
