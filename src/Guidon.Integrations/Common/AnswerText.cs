using System.Text;
using System.Text.Json;
using Guidon.Delivery;

namespace Guidon.Integrations.Common;

/// <summary>Looks into the body of an answer without trusting it.</summary>
internal static class AnswerText
{
    /// <summary>A success that is none: a page of a proxy or portal, or a body that breaks off, may stand for anything.</summary>
    internal static bool IsUnreadable(Answer answer) => answer.BodyCut || answer.Body.Span.TrimStart(" \r\n\t"u8).StartsWith("<"u8);

    /// <summary>What the status says, unless a success is unreadable.</summary>
    internal static BatchVerdict Judge(Answer answer) =>
        answer.Status is >= 200 and < 300 && IsUnreadable(answer) ? BatchVerdict.Retry("answer_unreadable") : StatusVerdict.Of(answer);

    /// <summary>The body as a JSON object; an undefined element when it is none.</summary>
    internal static JsonElement Object(Answer answer) => Parsed(answer) is { ValueKind: JsonValueKind.Object } body ? body : default;

    /// <summary>The items of a body that is a JSON array; <see langword="null"/> when it is none.</summary>
    internal static IReadOnlyList<JsonElement>? Items(Answer answer) => Parsed(answer) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : null;

    internal static JsonElement Property(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value : default;

    internal static int? Number(JsonElement body, string name) =>
        Property(body, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    internal static string Text(JsonElement body, string name) =>
        Property(body, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() ?? "" : "";

    internal static string Plain(Answer answer) => Encoding.UTF8.GetString(answer.Body.Span).Trim();

    private static JsonElement Parsed(Answer answer)
    {
        try
        {
            return answer.Body.IsEmpty ? default : JsonElement.Parse(answer.Body.Span);
        }
        catch (JsonException)
        {
            return default;   // not the receiver's words; the status decides
        }
    }
}
